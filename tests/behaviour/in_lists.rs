//! `in_`: any iterable of values, and querysets.

use std::collections::{BTreeSet, HashSet, VecDeque};

use orm_core::prelude::*;

use crate::support::*;

macro_rules! ids {
    ($conn:ident, $condition:expr) => {
        sorted_keys(&queryset!(Track.filter($condition)).load($conn).unwrap())
    };
}

#[test]
fn whatever_can_be_walked_is_a_list() {
    let conn = &mut store();
    let array = [1, 3];
    let vec = vec![1, 3];
    let slice: &[i32] = &vec;
    let set: HashSet<i32> = [1, 3].into();
    let tree: BTreeSet<i32> = [1, 3].into();
    let deque: VecDeque<i32> = [1, 3].into();
    assert_eq!(ids!(conn, id.in_(array)), array);
    assert_eq!(ids!(conn, id.in_(&array)), array);
    assert_eq!(ids!(conn, id.in_(vec.clone())), array);
    assert_eq!(ids!(conn, id.in_(&vec)), array);
    assert_eq!(ids!(conn, id.in_(slice)), array);
    assert_eq!(ids!(conn, id.in_(&set)), array);
    assert_eq!(ids!(conn, id.in_(set)), array);
    assert_eq!(ids!(conn, id.in_(tree)), array);
    assert_eq!(ids!(conn, id.in_(deque)), array);
    assert_eq!(ids!(conn, id.in_(vec.iter())), array);
    assert_eq!(ids!(conn, id.in_(vec.iter().copied())), array);
    assert_eq!(ids!(conn, id.in_((1..10).step_by(2).take(2))), array);
    assert_eq!(ids!(conn, id.in_(3..=4)), [3, 4]);
    assert_eq!(ids!(conn, id.in_(Some(2))), [2]);
    assert_eq!(ids!(conn, id.in_(vec.iter().map(|n| n + 1))), [2, 4]);
    assert_eq!(ids!(conn, name.in_(["Overdose", "x"])), [7]);
    assert_eq!(ids!(conn, name.in_(&["Overdose", "x"])), [7]);
    assert_eq!(ids!(conn, name.in_(vec![String::from("Overdose")])), [7]);
    assert_eq!(ids!(conn, name.in_("Overdose,x".split(','))), [7]);
    assert_eq!(ids!(conn, price.in_([1.99])), [4, 7]);
    assert_eq!(ids!(conn, price.in_(&[1.99, 5.0])), [4, 7]);
}

#[test]
fn of_no_values_nothing_is_one() {
    let conn = &mut store();
    let none: Vec<i32> = Vec::new();
    assert_eq!(ids!(conn, id.in_(&none)), [0; 0]);
    assert_eq!(ids!(conn, !id.in_(&none)), [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(ids!(conn, name.in_(Vec::<String>::new())), [0; 0]);
    assert_eq!(ids!(conn, composer.in_(Vec::<&str>::new()) || id == 1), [1]);
    assert_eq!(ids!(conn, price.in_(Vec::<f64>::new())), [0; 0]);
    assert_eq!(
        ids!(conn, !price.in_(Vec::<f64>::new())),
        [1, 2, 3, 4, 5, 6, 7]
    );
    assert_eq!(
        queryset!(Track.exclude(composer.in_(Vec::<&str>::new())))
            .count(conn)
            .unwrap(),
        7
    );
}

#[test]
fn repeated_values_do_not_repeat_rows() {
    let conn = &mut store();
    assert_eq!(ids!(conn, id.in_([1, 1, 1])), [1]);
    assert_eq!(
        queryset!(Track.filter(album.artist_id.in_([1, 1])))
            .count(conn)
            .unwrap(),
        4
    );
}

#[test]
fn a_hundred_thousand_values_are_one_bind() {
    let conn = &mut store();
    let many: Vec<i32> = (-50_000..50_000).collect();
    assert_eq!(ids!(conn, id.in_(&many)), [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(ids!(conn, !id.in_(&many)), [0; 0]);
    let texts: Vec<String> = (0..100_000)
        .map(|n| format!("no {n} '"))
        .chain(["Overdose".into()])
        .collect();
    assert_eq!(ids!(conn, name.in_(&texts)), [7]);
}

#[test]
fn paths_and_expressions_are_looked_up_too() {
    let conn = &mut store();
    assert_eq!(ids!(conn, album.artist.name.in_(["Accept"])), [3, 4, 5]);
    assert_eq!(ids!(conn, genre.id.in_([2])), [3, 4]);
    assert_eq!(ids!(conn, (id * 2).in_([2, 4])), [1, 2]);
    assert_eq!(
        sorted_keys(
            &queryset!(Album.filter(tracks.any(id.in_([1, 7]))))
                .load(conn)
                .unwrap()
        ),
        [1, 4]
    );
}

#[test]
fn a_queryset_is_looked_up_by_its_keys() {
    let conn = &mut store();
    let by_accept = queryset!(Album.filter(artist.name == "Accept"));
    assert_eq!(ids!(conn, album_id.in_(by_accept)), [3, 4, 5]);
    assert_eq!(ids!(conn, !album_id.in_(by_accept)), [1, 2, 6, 7]);
    assert_eq!(
        ids!(
            conn,
            album_id.in_(queryset!(Album.filter(title.contains("Rock"))))
        ),
        [1, 2, 6, 7]
    );
    assert_eq!(
        ids!(conn, genre_id.in_(queryset!(Genre.filter(name == "Metal")))),
        [3, 4]
    );
    assert_eq!(
        ids!(
            conn,
            !genre_id.in_(queryset!(Genre.filter(name == "Metal")))
        ),
        [1, 2, 5, 6, 7]
    );
    assert_eq!(
        ids!(conn, id.in_(queryset!(Track.order_by(-milliseconds)[..2]))),
        [3, 7]
    );
    assert_eq!(
        ids!(
            conn,
            id.in_(queryset!(Track.order_by(album.title, id)[1..3]))
        ),
        [1, 2]
    );
    assert_eq!(
        ids!(conn, id.in_(queryset!(Track.filter(id < 3).distinct()))),
        [1, 2]
    );
    let deep = queryset!(
        Album.filter(artist_id.in_(queryset!(Artist.filter(country.name == "Australia"))))
    );
    assert_eq!(ids!(conn, album_id.in_(deep)), [1, 2, 6, 7]);
    assert_eq!(
        sorted_keys(
            &queryset!(Artist.filter(albums.any(id.in_(queryset!(Album.filter(tracks.none()))))))
                .load(conn)
                .unwrap()
        ),
        [3]
    );
    // What a subquery loads beside is left out of it.
    assert_eq!(
        ids!(
            conn,
            album_id.in_(queryset!(Album.filter(id == 2).select_related(artist)))
        ),
        [3]
    );
}
