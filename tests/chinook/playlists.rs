//! C: many to many. Four playlists are empty, and four names stand twice.

use diesel::SqliteConnection;
use orm_core::prelude::*;

use crate::models::*;
use crate::support::{Checked, store, tally};

/// The ids of a queryset's playlists.
fn ids(
    playlists: impl QuerySetOf<Playlist>,
    conn: &mut SqliteConnection,
) -> orm_core::Result<Vec<i32>> {
    let rows = queryset!(playlists.order_by(playlist_id)).load(conn)?;
    Ok(rows.iter().map(|playlist| playlist.playlist_id).collect())
}

#[test]
fn c1_sizes_empty_ones_included() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let playlists = assert_num_queries!(conn, 2, {
        queryset!(Playlist.order_by(playlist_id).prefetch_related(tracks)).load(conn)?
    });
    let sizes: Vec<usize> = playlists
        .iter()
        .map(|playlist| playlist.tracks().len())
        .collect();
    assert_eq!(
        sizes,
        [
            3290, 0, 213, 0, 1477, 0, 0, 3290, 1, 213, 39, 75, 25, 25, 25, 15, 26, 1
        ]
    );
    assert_eq!(sizes.iter().filter(|size| **size > 1000).count(), 3);
    let twice = tally(playlists.iter().map(|p| p.name.clone()))
        .into_values()
        .filter(|n| *n == 2);
    assert_eq!(twice.count(), 4);
    Ok(())
}

#[test]
fn c3_playlists_of_a_track() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(
        ids(queryset!(Playlist.filter(tracks.any(track_id == 1))), conn)?,
        [1, 8, 17]
    );
    let links = queryset!(PlaylistTrack.filter(track_id == 1).order_by(playlist_id)).load(conn)?;
    assert_eq!(
        links
            .iter()
            .map(|link| link.playlist_id)
            .collect::<Vec<_>>(),
        [1, 8, 17]
    );
    Ok(())
}

#[test]
fn c4_how_many_playlists_a_track_is_in() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let tracks = assert_num_queries!(conn, 2, {
        queryset!(Track.prefetch_related(playlists)).load(conn)?
    });
    let histogram = tally(tracks.iter().map(|track| track.playlists().len()));
    assert_eq!(
        Vec::from_iter(histogram),
        [(2, 1946), (3, 1446), (4, 70), (5, 41)]
    );
    Ok(())
}

#[test]
fn c5_and_c6_with_rock_and_without() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let rock = queryset!(Playlist.filter(tracks.any(genre.name == "Rock")));
    assert_eq!(rock.count(conn)?, 5);
    let without = [2, 3, 4, 6, 7, 9, 10, 11, 12, 13, 14, 15, 18];
    assert_eq!(
        ids(
            queryset!(Playlist.exclude(tracks.any(genre.name == "Rock"))),
            conn
        )?,
        without
    );
    assert_eq!(
        ids(
            queryset!(Playlist.filter(tracks.none(genre.name == "Rock"))),
            conn
        )?,
        without
    );
    Ok(())
}

#[test]
fn c7_two_conditions_on_one_track() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let long_jazz =
        queryset!(Playlist.filter(tracks.any(genre.name == "Jazz" && milliseconds > 600_000)));
    assert_eq!(ids(long_jazz, conn)?, [1, 8]);
    Ok(())
}

#[test]
fn c8_and_c9_on_different_tracks_or_on_one() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let long = 20 * 60 * 1000;
    let different = queryset!(
        Playlist.filter(tracks.any(genre.name == "Classical") && tracks.any(milliseconds > long))
    );
    assert_eq!(ids(different, conn)?, [1, 8]);
    let chained = queryset!(
        Playlist
            .filter(tracks.any(genre.name == "Classical"))
            .filter(tracks.any(milliseconds > long))
    );
    assert_eq!(ids(chained, conn)?, [1, 8]);
    let one =
        queryset!(Playlist.filter(tracks.any(genre.name == "Classical" && milliseconds > long)));
    assert_eq!(one.count(conn)?, 0);
    assert!(!one.exists(conn)?);
    Ok(())
}
