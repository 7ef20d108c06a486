//! Orders: directions, NULLs, relations, calculations, chance, and what replaces what.

use orm_core::prelude::*;

use crate::support::*;

macro_rules! order {
    ($conn:ident, $($queryset:tt)*) => {
        keys(&queryset!($($queryset)*).load($conn).unwrap())
    };
}

#[test]
fn up_down_and_by_several_columns() {
    let conn = &mut store();
    assert_eq!(
        order!(conn, Track.order_by(milliseconds)),
        [1, 6, 4, 5, 2, 3, 7]
    );
    assert_eq!(
        order!(conn, Track.order_by(-milliseconds)),
        [7, 3, 2, 5, 4, 6, 1]
    );
    assert_eq!(
        order!(conn, Track.order_by(-price, milliseconds)),
        [4, 7, 1, 6, 5, 2, 3]
    );
    assert_eq!(
        order!(conn, Track.order_by(price, -album_id, -(id))),
        [6, 5, 3, 2, 1, 7, 4]
    );
    assert_eq!(order!(conn, Track.order_by(--id)), [1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn nulls_first_or_last() {
    let conn = &mut store();
    assert_eq!(
        order!(conn, Track.order_by(composer.nulls_first(), id)),
        [3, 4, 6, 7, 5, 1, 2]
    );
    assert_eq!(
        order!(conn, Track.order_by(composer.nulls_last(), id)),
        [6, 7, 5, 1, 2, 3, 4]
    );
    assert_eq!(
        order!(conn, Track.order_by((-composer).nulls_first(), id)),
        [3, 4, 1, 2, 5, 6, 7]
    );
    assert_eq!(
        order!(conn, Track.order_by((-composer).nulls_last(), id)),
        [1, 2, 5, 6, 7, 3, 4]
    );
    assert_eq!(
        order!(conn, Track.order_by(-composer.nulls_last(), id)),
        [1, 2, 5, 6, 7, 3, 4]
    );
    // Turned round, they turn round as well.
    assert_eq!(
        order!(conn, Track.order_by(composer.nulls_first(), id).reverse()),
        [2, 1, 5, 7, 6, 4, 3]
    );
}

#[test]
fn through_relations() {
    let conn = &mut store();
    assert_eq!(
        order!(conn, Album.order_by(-artist.name, title)),
        [5, 2, 3, 1, 4]
    );
    assert_eq!(
        order!(conn, Album.order_by(artist.country.name.nulls_last(), -id)),
        [4, 1, 5, 3, 2]
    );
    assert_eq!(
        order!(
            conn,
            Track.order_by(album.artist.country.name.nulls_first(), -milliseconds)
        ),
        [3, 5, 4, 7, 2, 6, 1]
    );
    assert_eq!(
        order!(
            conn,
            Track.order_by(genre.name.nulls_last(), album.title, id)
        ),
        [3, 4, 1, 2, 6, 7, 5]
    );
}

#[test]
fn a_second_order_replaces_the_first() {
    let conn = &mut store();
    assert_eq!(
        order!(conn, Track.order_by(-id).order_by(milliseconds)),
        [1, 6, 4, 5, 2, 3, 7]
    );
    assert_eq!(
        order!(conn, Track.order_by(-id).filter(id < 4).order_by(id)),
        [1, 2, 3]
    );
    assert_eq!(
        order!(conn, Track.order_by(-id).reverse()),
        [1, 2, 3, 4, 5, 6, 7]
    );
    assert_eq!(
        order!(conn, Track.order_by(id).reverse().reverse()),
        [1, 2, 3, 4, 5, 6, 7]
    );
    assert_eq!(
        order!(conn, Track.order_by(id).reverse().order_by(id)),
        [1, 2, 3, 4, 5, 6, 7]
    );
    // A model's ordering is replaced as well, and reversed.
    assert_eq!(order!(conn, Album), [2, 5, 1, 4, 3]);
    assert_eq!(order!(conn, Album.reverse()), [3, 4, 1, 5, 2]);
    assert_eq!(order!(conn, Album.order_by(id)), [1, 2, 3, 4, 5]);
}

#[test]
fn at_random_every_row_comes_once() {
    let conn = &mut store();
    let shuffled = queryset!(Track.order_by(random()));
    let mut seen = std::collections::HashSet::new();
    for _ in 0..200 {
        let order = keys(&shuffled.load(conn).unwrap());
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, [1, 2, 3, 4, 5, 6, 7]);
        seen.insert(order);
    }
    assert!(seen.len() > 1);
    assert_eq!(
        queryset!(Track.order_by(price, random())[..5])
            .load(conn)
            .unwrap()
            .len(),
        5
    );
    assert_eq!(
        queryset!(Track.order_by(random()).reverse()[..1])
            .load(conn)
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn terms_may_be_chosen_at_run_time() {
    let conn = &mut store();
    let mut by = |what: &str, down: bool| {
        order!(
            conn,
            Track.order_by(
                match what {
                    "name" if down => -name,
                    "name" => name,
                    "album" => album.title,
                    _ => -price,
                },
                if down { -id } else { id }
            )
        )
    };
    assert_eq!(by("name", false), [3, 6, 2, 4, 7, 1, 5]);
    assert_eq!(by("name", true), [5, 1, 7, 4, 2, 6, 3]);
    assert_eq!(by("album", false), [3, 1, 2, 6, 7, 4, 5]);
    assert_eq!(by("price", true), [7, 4, 6, 5, 3, 2, 1]);
    for on in [true, false] {
        let rows = order!(
            conn,
            Track.order_by(
                if on {
                    -price
                },
                id
            )
        );
        assert_eq!(rows[0], if on { 4 } else { 1 });
        let rows = order!(
            conn,
            Track.order_by(if on {
                -id
            })
        );
        assert_eq!(rows.len(), 7);
        assert_eq!(
            order!(
                conn,
                Track.order_by(if on {
                    -id
                })[..7]
            )[0],
            if on { 7 } else { 1 }
        );
        let chained = order!(
            conn,
            Track.order_by(
                if on {
                    -id
                } else if rows.is_empty() {
                    name
                } else {
                    price
                },
                id
            )
        );
        assert_eq!(chained[0], if on { 7 } else { 1 });
    }
    let which = Some(true);
    assert_eq!(
        order!(
            conn,
            Track.order_by(if let Some(true) = which {
                -milliseconds
            } else {
                id
            })
        )[0],
        7
    );
}

#[test]
fn calculations_and_parts_order_too() {
    let conn = &mut store();
    assert_eq!(
        order!(conn, Track.order_by(milliseconds * -1)),
        [7, 3, 2, 5, 4, 6, 1]
    );
    assert_eq!(
        order!(conn, Track.order_by(-(price * milliseconds))),
        [7, 4, 3, 2, 5, 6, 1]
    );
}
