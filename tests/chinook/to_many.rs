//! D: conditions over to-many relations, together on one row or each on some row. What
//! Django says by one `filter` or two is said here by where the quantifiers stand.

use orm_core::prelude::*;

use crate::models::*;
use crate::support::{Checked, store};

#[test]
fn d1_both_on_one_track() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let artists =
        queryset!(Artist.filter(albums.any(tracks.any(genre_id == 1 && media_type_id == 2))));
    assert_eq!(artists.count(conn)?, 7);
    Ok(())
}

#[test]
fn d2_each_on_some_track() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let artists = queryset!(
        Artist
            .filter(albums.any(tracks.any(genre_id == 1)))
            .filter(albums.any(tracks.any(media_type_id == 2)))
    );
    assert_eq!(artists.count(conn)?, 9);
    // Rows never multiply, so what is loaded is what was counted.
    assert_eq!(artists.load(conn)?.len(), 9);
    Ok(())
}

#[test]
fn d5_an_invoice_above_15_in_2023() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let customers =
        queryset!(Customer.filter(invoices.any(total > 15 && invoice_date.year() == 2023)));
    assert_eq!(customers.count(conn)?, 3);
    Ok(())
}

#[test]
fn d6_an_invoice_above_15_and_an_invoice_in_2023() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let customers = queryset!(
        Customer.filter(invoices.any(total > 15) && invoices.any(invoice_date.year() == 2023))
    );
    assert_eq!(customers.count(conn)?, 8);
    Ok(())
}

#[test]
fn d7_without_rock_are_also_those_without_albums() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let excluded = queryset!(Artist.exclude(albums.any(tracks.any(genre_id == 1))));
    assert_eq!(excluded.count(conn)?, 224);
    let by_name = queryset!(Artist.filter(!albums.any(tracks.any(genre.name == "Rock"))));
    assert_eq!(by_name.count(conn)?, 224);
    let none = queryset!(Artist.filter(albums.none(tracks.any(genre.name == "Rock"))));
    assert_eq!(none.count(conn)?, 224);
    let all = queryset!(Artist.filter(albums.all(tracks.none(genre.name == "Rock"))));
    assert_eq!(all.count(conn)?, 224);
    // And 51 artists are left that have one.
    let any = queryset!(Artist.filter(albums.any(tracks.any(genre_id == 1))));
    assert_eq!(any.count(conn)?, 275 - 224);
    Ok(())
}

#[test]
fn d8_with_a_track_that_is_not_rock() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let artists = queryset!(Artist.filter(albums.any(tracks.any(genre_id != 1))));
    assert_eq!(artists.count(conn)?, 165);
    Ok(())
}
