//! Boxed querysets: one type for all filters and orders, and the SQL of those that are not.

use orm_core::BoxedQuerySet;
use orm_core::prelude::*;

use crate::support::*;

/// For the suite's database.
type Boxed<'a, M> = BoxedQuerySet<'a, M, Backend>;

/// What a form might ask.
#[derive(Default)]
struct Form {
    part: Option<String>,
    artist: Option<String>,
    without: Vec<String>,
    longest_first: bool,
}

fn search(form: &Form) -> Boxed<'_, Track> {
    let mut tracks = Track.boxed::<Backend>();
    if let Some(part) = &form.part {
        tracks = queryset!(tracks.filter(name.icontains(part)));
    }
    if let Some(artist) = form.artist.as_deref() {
        tracks = queryset!(tracks.filter(album.artist.name == artist));
    }
    for word in &form.without {
        tracks = queryset!(tracks.exclude(name.contains(word)));
    }
    tracks = queryset!(tracks.order_by(milliseconds));
    if form.longest_first {
        tracks = queryset!(tracks.reverse());
    }
    tracks
}

#[test]
fn filters_and_orders_in_ifs_and_loops() {
    let conn = &mut store();
    let mut found = |form: &Form| {
        let rows = assert_num_queries!(conn, 1, { search(form).load(conn).unwrap() });
        keys(&rows)
    };
    let mut form = Form::default();
    assert_eq!(found(&form), [1, 6, 4, 5, 2, 3, 7]);
    form.artist = Some("Accept".to_owned());
    assert_eq!(found(&form), [4, 5, 3]);
    form.without = vec!["Fast".to_owned(), "Wild".to_owned()];
    assert_eq!(found(&form), [3]);
    form.without.clear();
    form.part = Some("WALL".to_owned());
    assert_eq!(found(&form), [3]);
    form.artist = None;
    form.part = Some("e".to_owned());
    form.longest_first = true;
    assert_eq!(found(&form), [7, 3, 2, 5, 6, 1]);
}

/// The text of the first is that of the second.
macro_rules! same_sql {
    ($boxed:expr, $typed:expr) => {{
        let (boxed, typed) = ($boxed, $typed);
        assert_eq!(sql(&boxed), sql(&typed));
    }};
}

#[test]
fn the_sql_is_that_of_the_queryset_that_is_not_boxed() {
    let all = || Track.boxed::<Backend>();
    same_sql!(all(), queryset!(Track));
    // A model's own order stays until another is said.
    let albums = || Album.boxed::<Backend>();
    same_sql!(albums(), queryset!(Album));
    same_sql!(queryset!(albums().reverse()), queryset!(Album.reverse()));
    same_sql!(queryset!(albums()[..2]), queryset!(Album[..2]));
    same_sql!(
        queryset!(albums().distinct()[1..]),
        queryset!(Album.distinct()[1..])
    );
    // Filters one after another, what they join, and what they need.
    same_sql!(
        queryset!(
            all()
                .filter(id > 1)
                .exclude(name == "x")
                .filter(album.artist.name != "y")
        ),
        queryset!(
            Track
                .filter(id > 1)
                .exclude(name == "x")
                .filter(album.artist.name != "y")
        )
    );
    same_sql!(
        queryset!(
            all()
                .filter(playlists.any(name == "All"))
                .select_related(genre, album)
        ),
        queryset!(
            Track
                .filter(playlists.any(name == "All"))
                .select_related(genre, album)
        )
    );
    let boxed = queryset!(
        Track
            .filter(album.title == "a", genre.name == "b")
            .boxed::<Backend>()
    );
    same_sql!(
        queryset!(
            boxed
                .filter(album.artist.name == "c")
                .order_by(-album.artist.country.name)
        ),
        queryset!(
            Track
                .filter(album.title == "a", genre.name == "b")
                .filter(album.artist.name == "c")
                .order_by(-album.artist.country.name)
        )
    );
    // Orders: the last one, total where it is cut, the key once.
    same_sql!(
        queryset!(all().order_by(-price).order_by(name, -id).reverse()[2..4]),
        queryset!(Track.order_by(-price).order_by(name, -id).reverse()[2..4])
    );
    same_sql!(
        queryset!(all().order_by(price)[..4]),
        queryset!(Track.order_by(price)[..4])
    );
    same_sql!(
        queryset!(all().order_by(price).reverse()[..4]),
        queryset!(Track.order_by(price).reverse()[..4])
    );
    // What is absent leaves nothing behind.
    let none: Option<i32> = None;
    let absent = queryset!(all().filter(if let Some(n) = none {
        id == n
    }));
    same_sql!(&absent, queryset!(Track));
    same_sql!(
        queryset!(absent.filter(id == 3)),
        queryset!(Track.filter(id == 3))
    );
    // Twice boxed is boxed.
    same_sql!(
        queryset!(all().filter(id == 3).boxed::<Backend>().filter(id < 5)),
        { queryset!(Track.filter(id == 3).filter(id < 5)) }
    );
}

#[test]
fn every_terminal_works() {
    let conn = &mut store();
    let mut tracks = queryset!(Track.select_related(album)).boxed::<Backend>();
    for least in [210_000, 250_000] {
        tracks = queryset!(tracks.filter(milliseconds > least));
    }
    tracks = queryset!(tracks.order_by(-milliseconds));
    let tracks = &tracks;
    let rows = assert_num_queries!(conn, 1, { tracks.load(conn).unwrap() });
    assert_eq!(keys(&rows), [7, 3, 2, 5]);
    assert_eq!(rows[1].album().title, "Balls to the Wall");
    assert_num_queries!(conn, 1, { assert_eq!(tracks.count(conn).unwrap(), 4) });
    assert_num_queries!(conn, 1, { assert!(tracks.exists(conn).unwrap()) });
    let first = assert_num_queries!(conn, 1, { tracks.first(conn).unwrap() });
    assert_eq!(first.unwrap().album().id, 4);
    let last = assert_num_queries!(conn, 1, { tracks.last(conn).unwrap() });
    assert_eq!(last.unwrap().id, 5);
    let two = queryset!(tracks.clone().filter(id == 2));
    assert_eq!(
        assert_num_queries!(conn, 1, { two.get(conn).unwrap() }).id,
        2
    );
    assert!(matches!(
        tracks.get(conn).unwrap_err(),
        orm_core::Error::MultipleObjectsReturned { model: "Track" }
    ));
    let streamed: Vec<i32> = each(tracks.iterator(conn))
        .map(|row| row.unwrap().id)
        .collect();
    assert_eq!(streamed, [7, 3, 2, 5]);
    let by_key = assert_num_queries!(conn, 1, { tracks.in_bulk([1, 2, 3], conn).unwrap() });
    assert_eq!(by_key.len(), 2);
    assert_eq!(by_key[&3].album().id, 2);
    let portions = assert_num_queries!(conn, 3, {
        each(tracks.chunks(3, conn))
            .map(|rows| keys(&rows.unwrap()))
            .collect::<Vec<_>>()
    });
    assert_eq!(portions, [vec![7, 3, 2], vec![5]]);
}

#[test]
fn relations_are_loaded_before_and_after() {
    let conn = &mut store();
    let mut albums = queryset!(Album.prefetch_related(tracks.playlists)).boxed::<Backend>();
    for title in ["Big Ones", "Let There Be Rock"] {
        albums = queryset!(albums.exclude(title == title));
    }
    let with_artist = queryset!(albums.select_related(artist.country)[..2]);
    let rows = assert_num_queries!(conn, 3, { with_artist.load(conn).unwrap() });
    assert_eq!(keys(&rows), [2, 1]);
    assert!(rows[0].artist().country().is_none());
    assert_eq!(rows[1].tracks().len(), 2);
    assert_eq!(rows[1].tracks()[0].playlists().len(), 1);
    // A boxed queryset says which rows of a relation are loaded.
    let longest = queryset!(Track.filter(milliseconds > 250_000)).boxed::<Backend>();
    let rows = Artist
        .order_by((orm_core::ast::asc(fields_of(&Artist).id()), ()))
        .prefetch_with(
            fields_of(&Artist).albums(),
            queryset!(Album.order_by(id).prefetch_related(tracks)).boxed::<Backend>(),
        )
        .load(conn)
        .unwrap();
    let titles: Vec<i32> = rows[0].albums().iter().map(|album| album.id).collect();
    assert_eq!(titles, [1, 4]);
    assert_eq!(longest.count(conn).unwrap(), 4);
}

#[test]
fn a_condition_looks_in_one() {
    let conn = &mut store();
    let mut long = Track.boxed::<Backend>();
    for genre in ["Rock", "Metal"] {
        long = queryset!(long.exclude(genre.name == genre, milliseconds < 300_000));
    }
    let albums = queryset!(Album.filter(tracks.any(id.in_(long.clone()))).order_by(id));
    let albums = assert_num_queries!(conn, 1, { albums.load(conn).unwrap() });
    assert_eq!(keys(&albums), [2, 3, 4]);
    let few = queryset!(long.order_by(-milliseconds)[..1]);
    let few = queryset!(Track.filter(id.in_(few)));
    assert_eq!(keys(&few.load(conn).unwrap()), [7]);
}

#[test]
fn values_of_them_and_beside_them() {
    let conn = &mut store();
    let mut albums = Album.boxed::<Backend>();
    albums = queryset!(albums.filter(artist.name == "Accept"));
    let titles = queryset!(albums.values_list(title)).load(conn).unwrap();
    assert_eq!(titles, ["Balls to the Wall", "Restless and Wild"]);
    let counted = queryset!(Album.annotate(n = count(tracks))).boxed::<Backend>();
    let mut many = queryset!(counted.filter(n > 1));
    many = queryset!(many.order_by(-n, -id));
    let many = assert_num_queries!(conn, 1, { many.load(conn).unwrap() });
    let found: Vec<(i32, i64)> = many.iter().map(|row| (row.id, row.n)).collect();
    assert_eq!(found, [(4, 2), (3, 2), (1, 2)]);
}

fn long() -> Boxed<'static, Track> {
    queryset!(Track.filter(milliseconds > 250_000).boxed::<Backend>())
}

#[test]
fn functions_return_boxed_querysets() {
    let conn = &mut store();
    let mut tracks = long();
    for word in ["Wall", "Fast"] {
        tracks = queryset!(tracks.exclude(name.contains(word)));
    }
    tracks = queryset!(tracks.order_by(-id));
    assert_eq!(keys(&tracks.load(conn).unwrap()), [7, 5, 2]);
}

/// Kept for longer than what it was made of.
struct Saved {
    tracks: Boxed<'static, Track>,
}

#[test]
fn they_are_values_that_are_kept_cloned_and_sent() {
    let conn = &mut store();
    let saved = {
        let word = String::from("wall");
        let tracks = Track.boxed::<Backend>();
        Saved {
            tracks: queryset!(tracks.filter(name.icontains(word))),
        }
    };
    assert_eq!(saved.tracks.count(conn).unwrap(), 1);
    let fewer = queryset!(saved.tracks.clone().exclude(id == 3));
    assert!(!fewer.exists(conn).unwrap());
    assert!(saved.tracks.exists(conn).unwrap());
    let sent = std::thread::spawn(move || queryset!(saved.tracks.filter(id > 2)));
    let back = sent.join().unwrap();
    assert_eq!(keys(&std::sync::Arc::new(back).load(conn).unwrap()), [3]);
}

#[test]
fn borrowed_values_live_as_long_as_the_queryset() {
    let conn = &mut store();
    let words = vec!["the".to_owned(), "wall".to_owned()];
    let mut tracks = Track.boxed::<Backend>();
    for word in &words {
        tracks = queryset!(tracks.filter(name.icontains(word.as_str())));
    }
    assert_eq!(keys(&tracks.load(conn).unwrap()), [3]);
}

#[test]
fn a_statement_is_prepared_once_for_each_text() {
    let conn = &mut store();
    let mut prepared = |words: &[&str]| {
        let mut tracks = queryset!(Track.order_by(id)).boxed::<Backend>();
        for word in words {
            tracks = queryset!(tracks.filter(name.icontains(*word)));
        }
        let watching = orm_core::instrument::watch(conn);
        tracks.load(conn).unwrap();
        watching.finish(conn).prepared.len()
    };
    assert_eq!(prepared(&["a"]), 1);
    assert_eq!(prepared(&["b"]), 0);
    assert_eq!(prepared(&["a", "b"]), 1);
    assert_eq!(prepared(&[]), 1);
    assert_eq!(prepared(&["c", "d"]), 0);
    assert_eq!(prepared(&["c"]), 0);
}

#[test]
fn many_filters_are_no_deeper_than_the_database_takes() {
    let conn = &mut store();
    let mut tracks = Track.boxed::<Backend>();
    for id in 100..400 {
        tracks = queryset!(tracks.exclude(id == id));
    }
    assert_eq!(tracks.count(conn).unwrap(), 7);
}
