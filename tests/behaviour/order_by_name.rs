//! Orders by names out of a request: which are allowed, what they mean, and what is refused.

use orm_core::Error;
use orm_core::prelude::*;

use crate::support::*;

/// As an application has it: one place that says by what tracks are sorted.
fn sorted(sort: &str) -> orm_core::Result<impl QuerySetOf<Track> + use<>> {
    Ok(queryset!(Track.order_by(id).order_by_name(
        sort,
        [
            name,
            id,
            price,
            composer.nulls_last(),
            album.title,
            artist = album.artist.name,
            "longest-first" = -milliseconds,
            cost = price * milliseconds,
        ]
    )?))
}

#[test]
fn names_choose_terms_and_signs_turn_them_round() {
    let conn = &mut store();
    let mut by = |sort: &str| {
        let tracks = sorted(sort).unwrap();
        let rows = assert_num_queries!(conn, 1, { tracks.load(conn).unwrap() });
        keys(&rows)
    };
    assert_eq!(by("name"), [3, 6, 2, 4, 7, 1, 5]);
    assert_eq!(by("-name"), [5, 1, 7, 4, 2, 6, 3]);
    assert_eq!(by("price,-id"), [6, 5, 3, 2, 1, 7, 4]);
    assert_eq!(by("-price,id"), [4, 7, 1, 2, 3, 5, 6]);
    assert_eq!(by("album.title,-name"), [3, 1, 2, 7, 6, 5, 4]);
    assert_eq!(by("-artist,-id"), [5, 4, 3, 7, 6, 2, 1]);
    assert_eq!(by("longest-first"), [7, 3, 2, 5, 4, 6, 1]);
    assert_eq!(by("-longest-first"), [1, 6, 4, 5, 2, 3, 7]);
    assert_eq!(by("-cost"), [7, 4, 3, 2, 5, 6, 1]);
    // NULLs stay at the end in both directions.
    assert_eq!(by("composer,id"), [6, 7, 5, 1, 2, 3, 4]);
    assert_eq!(by("-composer,id"), [1, 2, 5, 6, 7, 3, 4]);
    // Spaces and empty names count for nothing, nor does a name that was said before.
    assert_eq!(by(" price , -id "), [6, 5, 3, 2, 1, 7, 4]);
    assert_eq!(by(",,-id,"), [7, 6, 5, 4, 3, 2, 1]);
    assert_eq!(by("-id,id,name"), [7, 6, 5, 4, 3, 2, 1]);
}

#[test]
fn nothing_named_is_the_order_from_before() {
    let conn = &mut store();
    for nothing in ["", " ", ","] {
        assert_eq!(
            keys(&sorted(nothing).unwrap().load(conn).unwrap()),
            [1, 2, 3, 4, 5, 6, 7]
        );
    }
    // A model's own, reversed, and cut where it is total.
    let albums = queryset!(Album.reverse());
    let none: Option<&str> = None;
    let albums = |cut: bool| -> orm_core::Result<String> {
        let all = queryset!(albums.order_by_name(none, [title])?);
        Ok(if cut {
            sql(&queryset!(all[..2]))
        } else {
            sql(&all)
        })
    };
    assert_eq!(albums(false).unwrap(), sql(&queryset!(Album.reverse())));
    assert_eq!(albums(true).unwrap(), sql(&queryset!(Album.reverse()[..2])));
}

#[test]
fn the_sql_is_that_of_order_by() {
    let tail = |text: String| text.split(" FROM ").nth(1).unwrap().to_owned();
    let named = |sort: &str| tail(sql(&queryset!(sorted(sort).unwrap()[..5])));
    assert_eq!(
        named("price"),
        tail(sql(&queryset!(Track.order_by(price)[..5])))
    );
    assert_eq!(
        named("-artist,composer,-id"),
        tail(sql(&queryset!(
            Track.order_by(-album.artist.name, composer.nulls_last(), -id)[..5]
        )))
    );
    assert_eq!(
        named("-composer,-longest-first"),
        tail(sql(&queryset!(
            Track.order_by(-composer.nulls_last(), milliseconds)[..5]
        )))
    );
    assert_eq!(
        tail(sql(&queryset!(
            sorted("-price,name").unwrap().reverse()[..5]
        ))),
        tail(sql(&queryset!(Track.order_by(-price, name).reverse()[..5])))
    );
    // What is not named is not joined.
    assert!(!named("name").contains("JOIN"));
}

#[test]
fn what_is_not_allowed_is_refused_and_reaches_no_sql() {
    let refused = |sort: &str| sorted(sort).err().expect("refused");
    let Error::OrderName {
        model,
        name,
        allowed,
    } = refused("price,-composr")
    else {
        panic!("another error");
    };
    assert_eq!((model, name.as_str()), ("Track", "composr"));
    assert_eq!(
        allowed,
        [
            "name",
            "id",
            "price",
            "composer",
            "album.title",
            "artist",
            "longest-first",
            "cost"
        ]
    );
    assert_eq!(
        refused("genre_id").to_string(),
        "`Track` cannot be ordered by `genre_id`: allowed are `name`, `id`, `price`, `composer`, \
         `album.title`, `artist`, `longest-first`, `cost`"
    );
    for hostile in [
        "name; DROP TABLE tracks",
        "name DESC",
        "--name",
        "- name",
        "Name",
        "milliseconds",
        "album",
        "album.artist.name",
        "1",
        "\"name\"",
        "name\0",
        "?",
        "(SELECT 1)",
        "-",
    ] {
        assert!(
            matches!(refused(hostile), Error::OrderName { .. }),
            "{hostile:?} is refused"
        );
    }
    // Through Diesel's error it comes back as itself.
    let through: Error = diesel::result::Error::from(refused("x")).into();
    assert!(matches!(through, Error::OrderName { model: "Track", .. }));
}

#[test]
fn names_come_as_text_as_options_and_as_iterators() {
    let conn = &mut store();
    macro_rules! by {
        ($names:expr) => {
            (|| -> orm_core::Result<Vec<i32>> {
                let tracks = queryset!(Track.order_by_name($names, [price, id])?);
                Ok(keys(&tracks.load(conn).unwrap()))
            })()
            .unwrap()
        };
    }
    let expected = [7, 4, 6, 5, 3, 2, 1];
    let (text, list) = (
        String::from("-price,-id"),
        vec!["-price".to_owned(), "-id".to_owned()],
    );
    assert_eq!(by!("-price,-id"), expected);
    assert_eq!(by!(&text), expected);
    assert_eq!(by!(text.clone()), expected);
    assert_eq!(by!(&list), expected);
    assert_eq!(by!(["-price", "-id"]), expected);
    assert_eq!(by!(list.iter().map(String::as_str)), expected);
    assert_eq!(by!(Some("-price,-id")), expected);
    assert_eq!(by!(&Some(text.clone())), expected);
    assert_eq!(by!(std::borrow::Cow::Borrowed("-price,-id")), expected);
}

#[test]
fn on_boxed_querysets_the_type_stays() {
    let conn = &mut store();
    let mut by = |sort: Option<&str>, default: bool| -> orm_core::Result<Vec<i32>> {
        let mut tracks = queryset!(Track.select_related(album)).boxed::<Backend>();
        if default {
            tracks = queryset!(tracks.order_by(-id));
        }
        tracks = queryset!(tracks.order_by_name(sort, [name, price, album.title])?);
        tracks = queryset!(tracks.filter(id > 3));
        Ok(keys(&tracks.load(conn).unwrap()))
    };
    assert_eq!(by(Some("name"), true).unwrap(), [6, 4, 7, 5]);
    assert_eq!(by(Some("-album.title,name"), false).unwrap(), [4, 5, 6, 7]);
    assert_eq!(by(None, true).unwrap(), [7, 6, 5, 4]);
    assert!(by(Some("id"), true).is_err());
}

#[test]
fn steps_go_on_behind_it_and_it_stands_in_a_prefetch() {
    let conn = &mut store();
    let mut run = |sort: &str| -> orm_core::Result<Vec<(i32, Vec<i32>)>> {
        let albums = queryset!(
            Album
                .order_by_name(sort, [id, title])?
                .select_related(artist)
                .prefetch_related(
                    tracks
                        .order_by(id)
                        .order_by_name(sort, [id, title = name])?[..1]
                )[..3]
        );
        let rows = assert_num_queries!(conn, 2, { albums.load(conn).unwrap() });
        let pairs = rows.iter().map(|row| {
            let tracks = row.tracks().shown().iter();
            (row.id, tracks.map(|track| track.id).collect())
        });
        Ok(pairs.collect())
    };
    assert_eq!(
        run("id").unwrap(),
        [(1, vec![1]), (2, vec![3]), (3, vec![4])]
    );
    assert_eq!(
        run("-title").unwrap(),
        [(3, vec![5]), (4, vec![7]), (1, vec![1])]
    );
    assert_eq!(run("").unwrap(), [(2, vec![3]), (5, vec![]), (1, vec![1])]);
    // Without `?` it is a `Result`.
    let refused = queryset!(Album.order_by_name("price", [id, title]));
    assert!(refused.is_err());
}

#[test]
fn behind_a_slice_the_sliced_rows_are_ordered() {
    let conn = &mut store();
    let mut by = |sort: &str| -> orm_core::Result<Vec<i32>> {
        let tracks = queryset!(Track.order_by(-milliseconds)[..3].order_by_name(sort, [id, name])?);
        let rows = assert_num_queries!(conn, 1, { tracks.load(conn).unwrap() });
        Ok(keys(&rows))
    };
    assert_eq!(by("id").unwrap(), [2, 3, 7]);
    assert_eq!(by("-name").unwrap(), [7, 2, 3]);
    assert_eq!(by("").unwrap(), [7, 3, 2]);
}

#[test]
fn annotated_values_are_named_too() {
    let conn = &mut store();
    let mut by = |sort: &str| -> orm_core::Result<Vec<i32>> {
        let albums = queryset!(
            Album
                .annotate(n = count(tracks))
                .order_by_name(sort, [n, id])?
        );
        Ok(albums
            .load(conn)
            .unwrap()
            .iter()
            .map(|row| row.id)
            .collect())
    };
    assert_eq!(by("n,id").unwrap(), [5, 2, 1, 3, 4]);
    assert_eq!(by("-n,-id").unwrap(), [4, 3, 1, 2, 5]);
}

#[test]
fn orders_by_more_than_two_names_are_not_kept_as_statements() {
    let conn = &mut store();
    let mut kept = |sort: &str| {
        let tracks = sorted(sort).unwrap();
        let watching = orm_core::instrument::watch(conn);
        tracks.load(conn).unwrap();
        watching.finish(conn).prepared.len()
    };
    assert_eq!(kept("name"), 1);
    assert_eq!(kept("name"), 0);
    assert_eq!(kept("-name"), 1);
    assert_eq!(kept("name,-price"), 1);
    assert_eq!(kept("name,-price"), 0);
    for sort in ["name,price,id", "id,price,name", "name,price,id"] {
        assert_eq!(kept(sort), 0);
    }
}

#[test]
fn sets_are_ordered_by_names() {
    let conn = &mut store();
    // Of rows, by any column.
    let rock = queryset!(Album.filter(title.contains("Rock")));
    let accept = queryset!(Album.filter(artist.name == "Accept"));
    let rows = |sort: &'static str| -> orm_core::Result<_> {
        Ok(queryset!(
            rock.union(accept)
                .order_by_name(sort, [title, artist = artist.name, id])?
        ))
    };
    assert_eq!(
        keys(&rows("-id").unwrap().load(conn).unwrap()),
        [4, 3, 2, 1]
    );
    assert_eq!(
        keys(&rows("artist,-title").unwrap().load(conn).unwrap()),
        [4, 1, 3, 2]
    );
    // Of values, by those that are selected.
    let titles = queryset!(Album.filter(id < 3).values_list(id, title));
    let names = queryset!(Artist.filter(id < 3).values_list(id, name));
    let values = queryset!(titles.union(names));
    let sorted = |sort: &str| -> orm_core::Result<_> {
        Ok(queryset!(values.order_by_name(sort, [id, name = title])?))
    };
    let ids = |rows: Vec<(i32, String)>| -> Vec<String> {
        rows.into_iter().map(|(_, text)| text).collect()
    };
    let wanted = [
        "AC/DC",
        "Accept",
        "Balls to the Wall",
        "For Those About To Rock",
    ];
    assert_eq!(ids(sorted("name").unwrap().load(conn).unwrap()), wanted);
    let reversed = sorted("-name").unwrap().load(conn).unwrap();
    assert!(ids(reversed).iter().rev().eq(&wanted));
    let mixed = sorted("-id, name").unwrap();
    assert_eq!(
        ids(mixed.load(conn).unwrap()),
        [wanted[1], wanted[2], wanted[0], wanted[3]]
    );
    assert_eq!(mixed.last(conn).unwrap().unwrap().1, wanted[3]);
    let sliced = queryset!(mixed[1..3]).load(conn).unwrap();
    assert_eq!(ids(sliced), [wanted[2], wanted[0]]);
    // Nothing is named: the order from before, turned round or not.
    let before = queryset!(values.order_by(-title));
    let empty = || -> orm_core::Result<_> { Ok(queryset!(before.order_by_name("", [id])?)) };
    let empty = empty().unwrap();
    assert_eq!(empty.first(conn).unwrap().unwrap().1, wanted[3]);
    let turned = queryset!(before.reverse());
    let empty =
        || -> orm_core::Result<_> { Ok(queryset!(turned.order_by_name(None::<&str>, [id])?)) };
    let empty = empty().unwrap();
    assert_eq!(ids(empty.load(conn).unwrap()), wanted);
    let wrong = sorted("price").map(drop).unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "`Album` cannot be ordered by `price`: allowed are `id`, `name`"
    );
}
