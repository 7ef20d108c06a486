//! Groups on a side of a set operation.

use orm_core::prelude::*;

use crate::support::*;

#[test]
fn groups_beside_groups_and_beside_values() {
    let conn = &mut store();
    // How many tracks an album has, and how many albums an artist.
    let tracks = queryset!(
        Track
            .group_by(album.title)
            .annotate(n = count())
            .values(album_title, n)
    );
    let albums = queryset!(
        Album
            .group_by(artist.name)
            .annotate(n = count())
            .values(artist_name, n)
    );
    let both = queryset!(tracks.union(albums).order_by(-n, album_title));
    let wanted = [
        ("AC/DC", 2),
        ("Accept", 2),
        ("For Those About To Rock", 2),
        ("Let There Be Rock", 2),
        ("Restless and Wild", 2),
        ("Aerosmith", 1),
        ("Balls to the Wall", 1),
    ];
    let wanted = wanted.map(|(name, n)| (name.to_owned(), n));
    macro_rules! pairs {
        ($rows:expr) => {{
            let rows = $rows.into_iter();
            rows.map(|row| (row.album_title, row.n)).collect::<Vec<_>>()
        }};
    }
    assert_eq!(pairs!(both.load(conn).unwrap()), wanted);
    assert_eq!(both.count(conn).unwrap(), 7);
    let sliced = queryset!(both[5..6]);
    assert_eq!(pairs!(sliced.load(conn).unwrap()), wanted[5..6]);
    assert_eq!(pairs!(both.first(conn).unwrap()), wanted[..1]);
    assert_eq!(pairs!(both.last(conn).unwrap()), wanted[6..]);

    // Albums that have one track, which Balls to the Wall alone is; and one that has none.
    let single = queryset!(
        Track
            .group_by(album.title)
            .annotate(n = count())
            .filter(n == 1)
            .values_list(album_title)
    );
    let none = queryset!(Album.filter(tracks.none()).values_list(title));
    let mut titles = queryset!(single.union(none)).load(conn).unwrap();
    titles.sort();
    assert_eq!(titles, ["Balls to the Wall", "Big Ones"]);
    let others = queryset!(Album.values_list(title).except(single).order_by(title));
    assert_eq!(others.count(conn).unwrap(), 4);
}

#[test]
fn annotated_groups_keep_their_names() {
    let conn = &mut store();
    let rock = queryset!(
        Track
            .filter(genre_id == 1)
            .values(album_id)
            .annotate(n = count(), longest = max(milliseconds))
    );
    let metal = queryset!(
        Track
            .filter(genre_id == 2)
            .group_by(album_id)
            .annotate(n = count(), longest = max(milliseconds))
    );
    let all = queryset!(rock.union_all(metal).order_by(album_id));
    let rows: Vec<_> = all.load(conn).unwrap();
    let rows: Vec<_> = rows
        .iter()
        .map(|row| (row.album_id, row.n, row.longest))
        .collect();
    let wanted = [
        (1, 2, Some(263_497)),
        (2, 1, Some(342_562)),
        (3, 1, Some(230_619)),
        (4, 2, Some(369_319)),
    ];
    assert_eq!(rows, wanted);
    let by_name =
        || -> orm_core::Result<_> { Ok(queryset!(all.order_by_name("-longest", [n, longest])?)) };
    let first = by_name().unwrap().first(conn).unwrap().unwrap();
    assert_eq!(first.album_id, 4);
}

#[test]
fn sliced_groups_and_calculated_ones() {
    let conn = &mut store();
    let most = queryset!(
        Track
            .group_by(minutes = milliseconds / 60_000)
            .annotate(n = count())
            .order_by(-n)[..1]
    );
    let least = queryset!(
        Track
            .group_by(minutes = milliseconds / 60_000)
            .annotate(n = count())
            .filter(n < 3)
            .order_by(-minutes)[..1]
    );
    let both = queryset!(most.union(least).order_by(-n));
    let rows = both.load(conn).unwrap();
    let rows: Vec<_> = rows.iter().map(|row| (row.minutes, row.n)).collect();
    let by_minute = queryset!(
        Track
            .group_by(minutes = milliseconds / 60_000)
            .annotate(n = count())
            .order_by(minutes)
    );
    let all: Vec<_> = by_minute
        .load(conn)
        .unwrap()
        .iter()
        .map(|row| (row.minutes, row.n))
        .collect();
    assert_eq!(
        all,
        [(Some(3), 3), (Some(4), 2), (Some(5), 1), (Some(6), 1)]
    );
    assert_eq!(rows, [(Some(3), 3), (Some(6), 1)]);
    let below = -1;
    let two = queryset!(
        Track
            .group_by(album_id)
            .annotate(n = count())
            .order_by(album_id)[..below]
    );
    let wrong = queryset!(two.union(queryset!(Track.group_by(album_id).annotate(n = count()))));
    let wrong = wrong.load(conn).map(drop).unwrap_err();
    assert!(
        matches!(wrong, orm_core::Error::Slice { model: "Track" }),
        "{wrong}"
    );
}
