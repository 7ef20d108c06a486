//! A: groups. Querysets give the rows, most of them with their relations in two queries;
//! the groups are made in Rust until aggregates are part of the language.

use orm_core::prelude::*;

use crate::models::*;
use crate::support::*;

/// Tracks by genre: genre, name, tracks.
fn by_genre(conn: &mut diesel::SqliteConnection) -> orm_core::Result<Vec<(String, usize)>> {
    let genres = assert_num_queries!(conn, 2, {
        queryset!(Genre.order_by(genre_id).prefetch_related(tracks)).load(conn)?
    });
    let mut sizes: Vec<(String, usize)> = genres
        .iter()
        .map(|genre| (named(&genre.name).to_owned(), genre.tracks().len()))
        .collect();
    sizes.sort_by_key(|(_, tracks)| std::cmp::Reverse(*tracks));
    Ok(sizes)
}

#[test]
fn a1_and_a11_tracks_by_genre() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let sizes = by_genre(conn)?;
    let first: Vec<(&str, usize)> = sizes[..5]
        .iter()
        .map(|(name, tracks)| (name.as_str(), *tracks))
        .collect();
    assert_eq!(
        first,
        [
            ("Rock", 1297),
            ("Latin", 579),
            ("Metal", 374),
            ("Alternative & Punk", 332),
            ("Jazz", 130)
        ]
    );
    assert_eq!(sizes.iter().filter(|(_, tracks)| *tracks > 100).count(), 5); // A11
    Ok(())
}

#[test]
fn a2_totals_by_billing_country() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let invoices = Invoice.load(conn)?;
    let country = |invoice: &Invoice| named(&invoice.billing_country).to_owned();
    let totals = sums(
        invoices
            .iter()
            .map(|invoice| (country(invoice), cents(&invoice.total))),
    );
    let expected = [
        ("USA", "523.06"),
        ("Canada", "303.96"),
        ("France", "195.10"),
        ("Brazil", "190.10"),
        ("Germany", "156.48"),
    ];
    let expected = expected.map(|(name, total)| (name.to_owned(), money(total)));
    assert_eq!(top(totals, 5), expected);
    for (name, n) in [
        ("USA", 91),
        ("Canada", 56),
        ("France", 35),
        ("Brazil", 35),
        ("Germany", 28),
    ] {
        assert_eq!(
            queryset!(Invoice.filter(billing_country == name)).count(conn)?,
            n,
            "{name}"
        );
    }
    // By number, and equal numbers by name.
    let first: Vec<(String, usize)> = top(tally(invoices.iter().map(|i| country(i))), 3);
    assert_eq!(
        first,
        [("USA", 91), ("Canada", 56), ("Brazil", 35)].map(|(c, n)| (c.into(), n))
    );
    Ok(())
}

#[test]
fn a3_totals_by_the_customers_country() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let customers = assert_num_queries!(conn, 2, {
        queryset!(Customer.prefetch_related(invoices)).load(conn)?
    });
    let of = |name: &str| {
        let here = || {
            customers
                .iter()
                .filter(|customer| named(&customer.country) == name)
        };
        let invoices = || here().flat_map(|customer| customer.invoices());
        let total = sums(invoices().map(|invoice| ((), cents(&invoice.total)))).remove(&());
        (
            here().count(),
            invoices().count(),
            total.unwrap_or_default(),
        )
    };
    assert_eq!(of("USA"), (13, 91, money("523.06")));
    assert_eq!(of("Canada"), (8, 56, money("303.96")));
    assert_eq!(of("France"), (5, 35, money("195.10")));
    assert_eq!(of("Brazil"), (5, 35, money("190.10")));
    assert_eq!(of("Germany"), (4, 28, money("156.48")));
    Ok(())
}

#[test]
fn a4_totals_by_year() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let years = [
        (2021, 83, "449.46"),
        (2022, 83, "481.45"),
        (2023, 83, "469.58"),
        (2024, 83, "477.53"),
        (2025, 80, "450.58"),
    ];
    for (year, n, total) in years {
        let invoices = queryset!(Invoice.filter(invoice_date.year() == year)).load(conn)?;
        assert_eq!(invoices.len(), n, "{year}");
        let sum: bigdecimal::BigDecimal = invoices.iter().map(|i| cents(&i.total)).sum();
        assert_eq!(sum, money(total), "{year}");
    }
    Ok(())
}

#[test]
fn a5_artists_with_the_most_albums() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let mut artists = assert_num_queries!(conn, 2, {
        queryset!(Artist.order_by(artist_id).prefetch_related(albums)).load(conn)?
    });
    artists.sort_by_key(|artist| std::cmp::Reverse(artist.albums().len()));
    let first: Vec<(&str, usize)> = artists[..5]
        .iter()
        .map(|artist| (named(&artist.name), artist.albums().len()))
        .collect();
    assert_eq!(
        first,
        [
            ("Iron Maiden", 21),
            ("Led Zeppelin", 14),
            ("Deep Purple", 11),
            ("Metallica", 10),
            ("U2", 10)
        ]
    );
    assert_eq!(
        artists
            .iter()
            .map(|artist| artist.albums().len())
            .sum::<usize>(),
        347
    );
    Ok(())
}

#[test]
fn a6_artists_by_revenue_from_the_lines_up() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let lines = assert_num_queries!(conn, 1, {
        queryset!(InvoiceLine.select_related(track.album.artist)).load(conn)?
    });
    let revenue = sums(lines.iter().filter_map(|line| {
        let artist = line.track().album()?.artist();
        Some((artist.artist_id, cents(&line.unit_price) * line.quantity))
    }));
    let expected = [
        (90, "138.60"),
        (150, "105.93"),
        (50, "90.09"),
        (22, "86.13"),
        (149, "81.59"),
    ];
    assert_eq!(top(revenue, 5), expected.map(|(id, sum)| (id, money(sum))));
    let names = queryset!(Artist).in_bulk([90, 150, 50, 22, 149], conn)?;
    let name = |id: i32| named(&names[&id].name);
    assert_eq!(
        [name(90), name(150), name(50), name(22), name(149)],
        ["Iron Maiden", "U2", "Metallica", "Led Zeppelin", "Lost"]
    );
    Ok(())
}

#[test]
fn a7_customers_by_spend() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let invoices = queryset!(Invoice.select_related(customer)).load(conn)?;
    let spend = sums(
        invoices
            .iter()
            .map(|i| (i.customer().customer_id, cents(&i.total))),
    );
    let expected = [
        (6, "49.62"),
        (26, "47.62"),
        (57, "46.62"),
        (45, "45.62"),
        (46, "45.62"),
    ];
    assert_eq!(top(spend, 5), expected.map(|(id, sum)| (id, money(sum))));
    Ok(())
}

#[test]
fn a8_sales_by_support_representative() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let reps = assert_num_queries!(conn, 3, {
        queryset!(
            Employee
                .filter(customers.any())
                .order_by(employee_id)
                .prefetch_related(customers.invoices)
        )
        .load(conn)?
    });
    let found: Vec<_> = reps
        .iter()
        .map(|rep| {
            let invoices = || {
                rep.customers()
                    .iter()
                    .flat_map(|customer| customer.invoices())
            };
            let total: bigdecimal::BigDecimal = invoices().map(|i| cents(&i.total)).sum();
            (
                rep.first_name.as_str(),
                rep.customers().len(),
                invoices().count(),
                total,
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("Jane", 21, 146, money("833.04")),
            ("Margaret", 20, 140, money("775.40")),
            ("Steve", 18, 126, money("720.16")),
        ]
    );
    Ok(())
}

#[test]
fn a9_revenue_by_genre() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let lines = assert_num_queries!(conn, 1, {
        queryset!(InvoiceLine.select_related(track.genre)).load(conn)?
    });
    let genre = |line: &_| -> Option<String> { genre_of(line) };
    let revenue = sums(
        lines
            .iter()
            .filter_map(|line| Some((genre(line)?, cents(&line.unit_price) * line.quantity))),
    );
    let expected = [
        ("Rock", "826.65"),
        ("Latin", "382.14"),
        ("Metal", "261.36"),
        ("Alternative & Punk", "241.56"),
        ("TV Shows", "93.53"),
    ];
    assert_eq!(
        top(revenue, 5),
        expected.map(|(name, sum)| (name.to_owned(), money(sum)))
    );
    let sold = |name: &str| -> i32 {
        let of = lines
            .iter()
            .filter(|line| genre(*line).as_deref() == Some(name));
        of.map(|line| line.quantity).sum()
    };
    assert_eq!(
        ["Rock", "Latin", "Metal", "Alternative & Punk", "TV Shows"].map(sold),
        [835, 386, 264, 244, 47]
    );
    Ok(())
}

/// A line's genre: a signature that says what must be loaded, and takes more.
fn genre_of(line: &has!(InvoiceLine: track.genre)) -> Option<String> {
    line.track().genre()?.name.clone()
}

#[test]
fn a10_tracks_by_media_type() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let types = queryset!(MediaType.order_by(media_type_id).prefetch_related(tracks)).load(conn)?;
    let sizes: Vec<usize> = types
        .iter()
        .map(|media_type| media_type.tracks().len())
        .collect();
    assert_eq!(sizes, [3034, 237, 214, 7, 11]);
    Ok(())
}

#[test]
fn a12_every_invoice_is_the_sum_of_its_lines_to_the_cent() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let invoices = assert_num_queries!(conn, 2, {
        queryset!(Invoice.prefetch_related(lines)).load(conn)?
    });
    let equal = invoices
        .iter()
        .filter(|invoice| {
            let lines = invoice.lines().iter();
            let sum: bigdecimal::BigDecimal = lines
                .map(|line| cents(&line.unit_price) * line.quantity)
                .sum();
            sum == cents(&invoice.total)
        })
        .count();
    // I has this too: exactly, all 412 are equal.
    assert_eq!((equal, invoices.len()), (412, 412));
    Ok(())
}

#[test]
fn a13_invoices_of_one_month() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let (from, to) = (day(2023, 3, 1), day(2023, 4, 1));
    let march = queryset!(Invoice.filter(invoice_date >= from && invoice_date < to));
    let sum: bigdecimal::BigDecimal = march.load(conn)?.iter().map(|i| cents(&i.total)).sum();
    assert_eq!((march.count(conn)?, sum), (7, money("37.62")));
    Ok(())
}

#[test]
fn a14_invoices_by_weekday() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    // Sunday is 1, as in Django.
    for (number, n) in (1..).zip([58, 60, 59, 58, 59, 59, 59]) {
        let invoices = queryset!(Invoice.filter(invoice_date.week_day() == number));
        assert_eq!(invoices.count(conn)?, n, "weekday {number}");
    }
    Ok(())
}
