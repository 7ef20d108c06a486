//! H: what Django's querysets answered, asked again; what other modules ask is left out.

use std::collections::BTreeSet;

use chrono::Datelike;
use orm_core::prelude::*;

use crate::models::*;
use crate::support::{Checked, day, store};

#[test]
fn playlists_by_what_they_do_not_hold() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let long = 1_200_000;
    let both =
        queryset!(Playlist.exclude(tracks.any(genre.name == "Classical" && milliseconds > long)));
    // Django says 16 here: its `exclude` lets two tracks meet one condition each. No
    // playlist has a long classical track, so the complement of the filter is all 18.
    assert_eq!(both.count(conn)?, 18);
    let some = queryset!(
        Playlist.exclude(tracks.any(genre.name == "Classical") && tracks.any(milliseconds > long))
    );
    assert_eq!(some.count(conn)?, 16);
    let chained = queryset!(
        Playlist
            .exclude(tracks.any(genre.name == "Classical"))
            .exclude(tracks.any(milliseconds > long))
    );
    assert_eq!(chained.count(conn)?, 9);
    let either =
        queryset!(Playlist.exclude(tracks.any(genre.name == "Classical" || milliseconds > long)));
    assert_eq!(either.count(conn)?, 9);
    let named =
        queryset!(Playlist.filter(!tracks.any(genre.name == "Rock") && name.startswith("C")));
    assert_eq!(named.count(conn)?, 4);
    Ok(())
}

#[test]
fn artists_through_three_relations() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let names = ["Jazz", "Blues"];
    let artists = queryset!(Artist.filter(albums.any(tracks.any(genre.name.in_(names)))));
    assert_eq!(artists.count(conn)?, 15);
    let jazz_or_nothing =
        queryset!(Artist.filter(albums.any(tracks.any(genre.name == "Jazz")) || albums.none()));
    assert_eq!(jazz_or_nothing.count(conn)?, 81);
    Ok(())
}

#[test]
fn customers_by_their_invoices() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(
        queryset!(Customer.exclude(invoices.any(total > 15))).count(conn)?,
        48
    );
    assert_eq!(
        queryset!(Customer.filter(invoices.any(total > 20))).count(conn)?,
        4
    );
    // The same by a subquery of invoices.
    let large = queryset!(Invoice.filter(total > 20));
    let theirs = queryset!(Customer.filter(invoices.any(invoice_id.in_(large))));
    assert_eq!(theirs.count(conn)?, 4);
    Ok(())
}

#[test]
fn invoices_by_date() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(
        queryset!(Invoice.filter(invoice_date.month() == 3)).count(conn)?,
        35
    );
    let (from, to) = (day(2023, 3, 1), day(2023, 3, 31));
    assert_eq!(
        queryset!(Invoice.filter(invoice_date.between(from, to))).count(conn)?,
        7
    );
    let march = queryset!(Invoice.filter(invoice_date.year() == 2023 && invoice_date.month() == 3));
    assert_eq!(march.count(conn)?, 7);
    assert_eq!(
        queryset!(Invoice.filter(invoice_date.hour() != 0)).count(conn)?,
        0
    );

    let invoices = Invoice.load(conn)?;
    let years: BTreeSet<i32> = invoices.iter().map(|i| i.invoice_date.year()).collect();
    let months: BTreeSet<(i32, u32)> = invoices
        .iter()
        .map(|i| (i.invoice_date.year(), i.invoice_date.month()))
        .collect();
    assert_eq!((years.len(), months.len()), (5, 60));
    Ok(())
}

#[test]
fn the_longest_tracks_length_of_each_genre() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let genres = queryset!(
        Genre
            .order_by(genre_id)
            .prefetch_related(tracks.order_by(-milliseconds)[..1])[..3]
    )
    .load(conn)?;
    let longest: Vec<i32> = genres
        .iter()
        .flat_map(|genre| genre.tracks())
        .map(|track| track.milliseconds)
        .collect();
    assert_eq!(longest, [1_612_329, 907_520, 816_509]);
    Ok(())
}

#[test]
fn tracks_by_playlist() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let metal = queryset!(Track.filter(playlists.any(playlist_id == 17) && genre.name == "Metal"));
    assert_eq!(metal.count(conn)?, 15);
    // Two playlists are named so, and hold the same tracks: each track counts once.
    assert_eq!(
        queryset!(Track.filter(playlists.any(name == "Music"))).count(conn)?,
        3290
    );
    // A union, and a difference.
    let in_either = queryset!(
        Track.filter(playlists.any(playlist_id == 17) || playlists.any(playlist_id == 16))
    );
    assert_eq!(in_either.count(conn)?, 41);
    assert_eq!(
        queryset!(Track.filter(playlists.any(playlist_id.in_([16, 17])))).count(conn)?,
        41
    );
    let in_one_only = queryset!(
        Track.filter(playlists.any(playlist_id == 1) && playlists.none(playlist_id == 5))
    );
    assert_eq!(in_one_only.count(conn)?, 1813);
    let elsewhere = queryset!(Track.filter(playlists.any(playlist_id == 5)));
    let without = queryset!(
        Track
            .filter(playlists.any(playlist_id == 1))
            .exclude(track_id.in_(elsewhere))
    );
    assert_eq!(without.count(conn)?, 1813);
    Ok(())
}

#[test]
fn tracks_by_price_length_and_artist() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let dear_or_short = queryset!(Track.filter(unit_price > 1 || milliseconds < 60_000));
    assert_eq!(dear_or_short.count(conn)?, 240);
    let u2 = queryset!(Track.filter(album.artist.name == "U2"));
    let tracks = u2.load(conn)?;
    let length: i64 = tracks
        .iter()
        .map(|track| i64::from(track.milliseconds))
        .sum();
    assert_eq!((u2.count(conn)?, length), (135, 35_421_983));
    Ok(())
}

#[test]
fn absent_conditions_vanish() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let mut count = |name: Option<&str>, longest: Option<i32>| {
        queryset!(Track.filter(
            if let Some(name) = name {
                album.artist.name == name
            } && if let Some(most) = longest {
                milliseconds <= most
            }
        ))
        .count(conn)
    };
    assert_eq!(count(None, None)?, 3503);
    assert_eq!(count(Some("U2"), None)?, 135);
    assert_eq!(count(None, Some(59_999))?, count(None, Some(60_000))?);
    assert!(count(Some("U2"), Some(200_000))? < 135);
    Ok(())
}
