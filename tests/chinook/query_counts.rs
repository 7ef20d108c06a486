//! H: numbers of queries, whole results read with everything that they prefetch.

use std::collections::HashSet;

use orm_core::prelude::*;

use crate::models::*;
use crate::support::{Checked, store};

#[test]
fn artists_albums_and_tracks_are_3() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let artists = assert_num_queries!(conn, 3, {
        queryset!(Artist.prefetch_related(albums.tracks)).load(conn)?
    });
    let albums = artists.iter().flat_map(|artist| artist.albums());
    assert_eq!(
        albums.map(|album| album.tracks().len()).sum::<usize>(),
        3503
    );
    Ok(())
}

#[test]
fn playlists_and_tracks_are_2_and_with_genres_3() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let playlists = assert_num_queries!(conn, 2, {
        queryset!(Playlist.prefetch_related(tracks)).load(conn)?
    });
    assert_eq!(
        playlists.iter().map(|p| p.tracks().len()).sum::<usize>(),
        8715
    );
    let playlists = assert_num_queries!(conn, 3, {
        queryset!(Playlist.prefetch_related(tracks.genre)).load(conn)?
    });
    let tracks = playlists.iter().flat_map(|playlist| playlist.tracks());
    assert_eq!(tracks.filter(|track| track.genre().is_some()).count(), 8715);
    Ok(())
}

#[test]
fn a_part_of_the_tracks_is_2() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let playlists = assert_num_queries!(conn, 2, {
        queryset!(
            Playlist
                .order_by(playlist_id)
                .prefetch_related(tracks.filter(genre_id == 1))
        )
        .load(conn)?
    });
    // A part has no `len`, which would be taken for the playlist's.
    let rock: Vec<usize> = playlists.iter().map(|p| p.tracks().shown().len()).collect();
    assert_eq!(
        rock,
        [
            1297, 0, 0, 0, 621, 0, 0, 1297, 0, 0, 0, 0, 0, 0, 0, 14, 9, 0
        ]
    );
    Ok(())
}

#[test]
fn tracks_with_joined_relations_are_1() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let tracks = assert_num_queries!(conn, 1, {
        queryset!(Track.order_by(track_id).select_related(album.artist, genre)[..100]).load(conn)?
    });
    let artists: HashSet<i32> = tracks
        .iter()
        .filter_map(|track| Some(track.album()?.artist().artist_id))
        .collect();
    assert_eq!((tracks.len(), artists.len()), (100, 8));
    assert!(tracks.iter().all(|track| track.genre().is_some()));
    Ok(())
}

#[test]
fn the_managers_manager_is_1() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let employees = assert_num_queries!(conn, 1, {
        queryset!(
            Employee
                .order_by(employee_id)
                .select_related(manager.manager)
        )
        .load(conn)?
    });
    let above: Vec<Option<&str>> = employees
        .iter()
        .map(|employee| Some(employee.manager()?.manager()?.first_name.as_str()))
        .collect();
    let andrew = Some("Andrew");
    assert_eq!(
        above,
        [None, None, andrew, andrew, andrew, None, andrew, andrew]
    );
    Ok(())
}

#[test]
fn three_levels_of_reports_are_4() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let employees = assert_num_queries!(conn, 4, {
        queryset!(
            Employee
                .filter(reports_to.is_null())
                .prefetch_related(reports.reports.reports)
        )
        .load(conn)?
    });
    let second = employees.iter().flat_map(|root| root.reports());
    let third: Vec<_> = second.flat_map(|employee| employee.reports()).collect();
    assert_eq!(third.len(), 5);
    assert!(third.iter().all(|employee| employee.reports().is_empty()));
    assert_eq!(
        queryset!(Employee.prefetch_related(reports.reports.reports))
            .load(conn)?
            .len(),
        8
    );
    Ok(())
}

#[test]
fn customers_down_to_the_tracks_are_4() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let customers = assert_num_queries!(conn, 4, {
        queryset!(Customer.prefetch_related(invoices.lines.track)).load(conn)?
    });
    let lines = || {
        let invoices = customers.iter().flat_map(|customer| customer.invoices());
        invoices.flat_map(|invoice| invoice.lines())
    };
    let tracks: HashSet<i32> = lines().map(|line| line.track().track_id).collect();
    assert_eq!((lines().count(), tracks.len()), (2240, 1984));
    Ok(())
}

#[test]
fn one_query_a_row_is_51_and_the_queryset_1() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    // What cannot be written by accident, written on purpose.
    assert_num_queries!(conn, 51, {
        for track in queryset!(Track[..50]).load(conn)? {
            if let Some(id) = track.genre_id {
                queryset!(Genre.filter(genre_id == id)).get(conn)?;
            }
        }
    });
    assert_num_queries!(conn, 1, {
        queryset!(Track.select_related(genre)[..50]).load(conn)?
    });
    Ok(())
}

#[test]
fn five_levels_up_from_a_line_are_1() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let lines = assert_num_queries!(conn, 1, {
        queryset!(
            InvoiceLine
                .order_by(invoice_line_id)
                .select_related(track.album.artist, invoice.customer.support_rep.manager)
        )
        .load(conn)?
    });
    assert_eq!(lines.len(), 2240);
    for line in &lines {
        assert!(line.track().album().is_some());
        let rep = line.invoice().customer().support_rep();
        assert_eq!(
            rep.and_then(|rep| rep.manager())
                .map(|boss| boss.employee_id),
            Some(2)
        );
    }
    Ok(())
}

#[test]
fn joined_and_batched_hops_give_the_same() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let joined = queryset!(Track.order_by(track_id).select_related(album.artist)).load(conn)?;
    let batched = assert_num_queries!(conn, 3, {
        queryset!(Track.order_by(track_id).prefetch_related(album.artist)).load(conn)?
    });
    for (a, b) in joined.iter().zip(&batched) {
        let (a, b) = (a.album().map(|a| a.artist()), b.album().map(|b| b.artist()));
        assert_eq!(
            a.map(|artist| artist.artist_id),
            b.map(|artist| artist.artist_id)
        );
    }
    Ok(())
}

#[test]
fn portions_of_ten_customers_are_2_each_and_the_keys_1() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let customers = queryset!(Customer.order_by(-last_name).prefetch_related(invoices));
    let sizes: Vec<usize> = assert_num_queries!(conn, 1 + 6 * 2, {
        let mut sizes = Vec::new();
        for portion in customers.chunks(10, conn)? {
            sizes.push(portion?.len());
        }
        sizes
    });
    assert_eq!(sizes, [10, 10, 10, 10, 10, 9]);
    Ok(())
}
