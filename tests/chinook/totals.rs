//! E: totals and first rows of groups. A relation that was prefetched cannot fan out: each
//! parent holds its own children once, whatever else is loaded beside them.

use bigdecimal::BigDecimal;
use orm_core::prelude::*;

use crate::models::*;
use crate::support::{Checked, money, store};

#[test]
fn e1_albums_and_tracks_of_one_artist() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let artist = assert_num_queries!(conn, 3, {
        queryset!(
            Artist
                .filter(artist_id == 90)
                .prefetch_related(albums.tracks)
        )
        .get(conn)?
    });
    let tracks: usize = artist
        .albums()
        .iter()
        .map(|album| album.tracks().len())
        .sum();
    assert_eq!(
        (artist.name.as_deref(), artist.albums().len(), tracks),
        (Some("Iron Maiden"), 21, 213)
    );
    Ok(())
}

#[test]
fn e2_and_e3_two_relations_side_by_side() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let tracks = assert_num_queries!(conn, 3, {
        queryset!(
            Track
                .filter(track_id <= 2)
                .order_by(track_id)
                .prefetch_related(playlists, lines)
        )
        .load(conn)?
    });
    let sizes: Vec<(usize, usize)> = tracks
        .iter()
        .map(|track| (track.playlists().len(), track.lines().len()))
        .collect();
    assert_eq!(sizes, [(3, 1), (3, 2)]);
    Ok(())
}

#[test]
fn e4_what_a_customer_paid() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let customer = queryset!(
        Customer
            .filter(customer_id == 1)
            .prefetch_related(invoices.lines)
    )
    .get(conn)?;
    let total: BigDecimal = customer.invoices().iter().map(|i| cents(&i.total)).sum();
    assert_eq!(total, money("39.62"));
    Ok(())
}

#[test]
fn e5_artists_without_albums() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(queryset!(Artist.filter(albums.none())).count(conn)?, 71);
    assert_eq!(queryset!(Artist.exclude(albums.any())).count(conn)?, 71);
    Ok(())
}

#[test]
fn e7_never_sold_and_sold_more_than_once() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(queryset!(Track.filter(lines.none())).count(conn)?, 1519);
    let sold = assert_num_queries!(conn, 2, {
        queryset!(Track.filter(lines.any()).prefetch_related(lines)).load(conn)?
    });
    assert_eq!(sold.len(), 1984);
    assert_eq!(
        sold.iter().filter(|track| track.lines().len() > 1).count(),
        256
    );
    Ok(())
}

#[test]
fn e8_all_tracks_as_a_stream() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let (mut n, mut sum, mut least, mut most) = (0_u32, 0_i64, i32::MAX, 0);
    let mut price = BigDecimal::default();
    assert_num_queries!(conn, 1, {
        for track in Track.iterator(conn)? {
            let track = track?;
            n += 1;
            sum += i64::from(track.milliseconds);
            least = least.min(track.milliseconds);
            most = most.max(track.milliseconds);
            price += cents(&track.unit_price);
        }
    });
    assert_eq!(
        (n, sum, least, most),
        (3503, 1_378_778_040, 1071, 5_286_953)
    );
    assert_eq!(price, money("3680.97"));
    assert_eq!((BigDecimal::from(sum) / n).round(3), money("393599.212"));
    Ok(())
}

#[test]
fn e9_the_longest_track_of_each_genre() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let genres = assert_num_queries!(conn, 2, {
        queryset!(
            Genre
                .filter(genre_id <= 5)
                .order_by(genre_id)
                .prefetch_related(tracks.order_by(-milliseconds)[..1])
        )
        .load(conn)?
    });
    let longest: Vec<(i32, i32, i32)> = genres
        .iter()
        .flat_map(|genre| genre.tracks())
        .map(|track| {
            (
                track.genre_id.unwrap_or(0),
                track.track_id,
                track.milliseconds,
            )
        })
        .collect();
    assert_eq!(
        longest,
        [
            (1, 1666, 1_612_329),
            (2, 610, 907_520),
            (3, 1351, 816_509),
            (4, 1144, 558_602),
            (5, 118, 163_265),
        ]
    );
    Ok(())
}

#[test]
fn e10_the_latest_invoice_of_each_customer() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let customers = assert_num_queries!(conn, 2, {
        queryset!(
            Customer
                .filter(customer_id <= 5)
                .order_by(customer_id)
                .prefetch_related(invoices.order_by(-invoice_date, -invoice_id)[..1])
        )
        .load(conn)?
    });
    let latest: Vec<i32> = customers
        .iter()
        .flat_map(|c| c.invoices())
        .map(|invoice| invoice.invoice_id)
        .collect();
    assert_eq!(latest, [382, 293, 391, 392, 361]);
    Ok(())
}

#[test]
fn e11_albums_of_long_tracks_only() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    // `all` of none is true, so that there are tracks is said too.
    let albums = queryset!(Album.filter(tracks.any() && tracks.all(milliseconds > 240_000)));
    assert_eq!(albums.count(conn)?, 98);
    Ok(())
}

#[test]
fn h_artists_with_more_than_five_albums_and_their_tracks() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let artists =
        queryset!(Artist.order_by(artist_id).prefetch_related(albums.tracks)).load(conn)?;
    let found: Vec<(i32, usize, usize)> = artists
        .iter()
        .filter(|artist| artist.albums().len() > 5)
        .map(|artist| {
            let tracks = artist.albums().iter().map(|album| album.tracks().len());
            (artist.artist_id, artist.albums().len(), tracks.sum())
        })
        .collect();
    assert_eq!(
        found,
        [
            (22, 14, 114),
            (50, 10, 112),
            (58, 11, 92),
            (90, 21, 213),
            (114, 6, 32),
            (150, 10, 135)
        ]
    );
    Ok(())
}
