//! G: membership, slices, order.

use std::collections::HashSet;

use orm_core::prelude::*;

use crate::models::*;
use crate::support::{Checked, store};

#[test]
fn g1_customers_who_bought_classical() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let by_key = queryset!(Customer.filter(invoices.any(lines.any(track.genre_id == 24))));
    assert_eq!(by_key.count(conn)?, 14);
    let by_name =
        queryset!(Customer.filter(invoices.any(lines.any(track.genre.name == "Classical"))));
    assert_eq!(by_name.count(conn)?, 14);
    // By subqueries, from the genre to the customer.
    let genres = queryset!(Genre.filter(name == "Classical"));
    let tracks = queryset!(Track.filter(genre_id.in_(genres)));
    let invoices_with = queryset!(Invoice.filter(lines.any(track_id.in_(tracks))));
    let by_subquery = queryset!(Customer.filter(invoices.any(invoice_id.in_(invoices_with))));
    assert_eq!(by_subquery.count(conn)?, 14);
    Ok(())
}

#[test]
fn g2_the_ten_longest_tracks() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let longest = queryset!(Track.order_by(-milliseconds)[..10]);
    let ids: Vec<i32> = longest
        .load(conn)?
        .iter()
        .map(|track| track.track_id)
        .collect();
    assert_eq!(
        ids,
        [2820, 3224, 3244, 3242, 3227, 3226, 3243, 3228, 3248, 3239]
    );
    assert_eq!(longest.count(conn)?, 10);

    let by_length = queryset!(Track.order_by(milliseconds));
    let (least, most) = (by_length.first(conn)?, by_length.last(conn)?);
    assert_eq!(least.map(|track| track.milliseconds), Some(1071));
    assert_eq!(most.map(|track| track.track_id), Some(2820));
    Ok(())
}

#[test]
fn g3_a_page_in_the_order_of_three_columns() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    // The key comes last by itself where there is a slice.
    let page = queryset!(Track.order_by(-unit_price, milliseconds)[10..15]).load(conn)?;
    let found: Vec<(i32, String, i32)> = page
        .iter()
        .map(|track| {
            (
                track.track_id,
                cents(&track.unit_price).to_string(),
                track.milliseconds,
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            (3218, 1_271_229),
            (3214, 1_271_521),
            (3210, 1_271_688),
            (3213, 1_271_938),
            (3216, 1_272_522),
        ]
        .map(|(id, ms)| (id, "1.99".to_owned(), ms))
    );
    Ok(())
}

#[test]
fn g3_pages_meet_and_never_overlap() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let mut seen = HashSet::new();
    for page in 0..36 {
        let from = page * 100;
        let rows = queryset!(Track.order_by(unit_price)[from..from + 100]).load(conn)?;
        seen.extend(rows.iter().map(|track| track.track_id));
    }
    assert_eq!(seen.len(), 3503);
    Ok(())
}

#[test]
fn g4_a_column_against_a_related_column() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(
        queryset!(Invoice.filter(billing_city != F(customer.city))).count(conn)?,
        0
    );
    assert_eq!(
        queryset!(Invoice.exclude(billing_city == F(customer.city))).count(conn)?,
        0
    );
    assert_eq!(
        queryset!(Invoice.filter(billing_city == F(customer.city))).count(conn)?,
        412
    );
    Ok(())
}

#[test]
fn g5_distinct_countries_and_cities() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let invoices = Invoice.load(conn)?;
    let countries: HashSet<_> = invoices.iter().map(|i| &i.billing_country).collect();
    let pairs: HashSet<_> = invoices
        .iter()
        .map(|i| (&i.billing_country, &i.billing_city))
        .collect();
    assert_eq!((countries.len(), pairs.len()), (24, 53));
    Ok(())
}

#[test]
fn g6_customers_in_the_country_of_an_employee() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let boss = queryset!(Employee.filter(employee_id == 1)).get(conn)?;
    assert_eq!(
        queryset!(Customer.filter(country.same(boss.country.as_deref()))).count(conn)?,
        8
    );
    let countries: HashSet<String> = Employee
        .load(conn)?
        .into_iter()
        .filter_map(|e| e.country.clone())
        .collect();
    assert_eq!(
        queryset!(Customer.filter(country.in_(&countries))).count(conn)?,
        8
    );
    Ok(())
}

#[test]
fn g7_a_decimal_is_compared_exactly() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(
        queryset!(Track.filter(unit_price == 1.99)).count(conn)?,
        213
    );
    let price: bigdecimal::BigDecimal = "1.99".parse().expect("a decimal");
    assert_eq!(
        queryset!(Track.filter(unit_price == &price)).count(conn)?,
        213
    );
    assert_eq!(
        queryset!(Track.filter(unit_price.in_([&price]))).count(conn)?,
        213
    );
    assert_eq!(
        queryset!(Track.filter(unit_price < 1.99)).count(conn)?,
        3503 - 213
    );
    Ok(())
}
