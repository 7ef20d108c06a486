//! F: NULL, and what `!=`, `!` and `exclude` make of it.

use orm_core::prelude::*;

use crate::models::*;
use crate::support::{Checked, store};

#[test]
fn f1_nulls_by_column() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(
        queryset!(Track.filter(composer.is_null())).count(conn)?,
        977
    );
    assert_eq!(
        queryset!(Customer.filter(company.is_null())).count(conn)?,
        49
    );
    assert_eq!(queryset!(Customer.filter(state.is_null())).count(conn)?, 29);
    assert_eq!(queryset!(Customer.filter(fax.is_null())).count(conn)?, 47);
    assert_eq!(queryset!(Customer.filter(phone.is_null())).count(conn)?, 1);
    assert_eq!(
        queryset!(Customer.filter(postal_code.is_null())).count(conn)?,
        4
    );
    assert_eq!(
        queryset!(Invoice.filter(billing_state.is_null())).count(conn)?,
        202
    );
    assert_eq!(
        queryset!(Invoice.filter(billing_postal_code.is_null())).count(conn)?,
        28
    );
    assert_eq!(
        queryset!(Employee.filter(reports_to.is_null())).count(conn)?,
        1
    );
    Ok(())
}

#[test]
fn f1_same_takes_an_option_and_none_is_null() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let nothing: Option<&str> = None;
    assert_eq!(
        queryset!(Customer.filter(company.same(nothing))).count(conn)?,
        49
    );
    assert_eq!(
        queryset!(Customer.filter(state.same(Some("CA")))).count(conn)?,
        3
    );
    Ok(())
}

#[test]
fn f2_unequal_is_not_the_complement_and_exclude_is() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(queryset!(Customer.filter(state == "CA")).count(conn)?, 3);
    assert_eq!(queryset!(Customer.filter(state != "CA")).count(conn)?, 27);
    assert_eq!(queryset!(Customer.exclude(state == "CA")).count(conn)?, 56);
    assert_eq!(
        queryset!(Customer.filter(!(state == "CA"))).count(conn)?,
        56
    );
    assert_eq!(
        queryset!(Customer.exclude(state.in_(["CA", "NY"]))).count(conn)?,
        55
    );
    Ok(())
}

#[test]
fn f3_composers_that_are_there() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(
        queryset!(Track.filter(composer.is_not_null())).count(conn)?,
        2526
    );
    assert_eq!(queryset!(Track.distinct()).count(conn)?, 3503);
    Ok(())
}

#[test]
fn h_exclude_keeps_rows_whose_text_is_null() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(
        queryset!(Track.exclude(composer.contains("Young"))).count(conn)?,
        3492
    );
    let known = queryset!(
        Track
            .filter(composer.is_not_null())
            .exclude(composer.contains("Young"))
    );
    assert_eq!(known.count(conn)?, 2515);
    Ok(())
}
