//! I: where databases differ, and what holds on SQLite.

use std::collections::HashSet;

use orm_core::prelude::*;

use crate::models::*;
use crate::support::{Checked, store};

/// SQLite's LIKE would find 114.
#[test]
fn contains_minds_the_case_of_letters() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(
        queryset!(Track.filter(name.contains("Love"))).count(conn)?,
        111
    );
    Ok(())
}

/// Unicode's rules would find 27: only ASCII letters have a case for SQLite.
#[test]
fn only_ascii_letters_fold() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(
        queryset!(Track.filter(name.icontains("ÇÃO"))).count(conn)?,
        0
    );
    assert_eq!(
        queryset!(Track.filter(name.icontains("çãO"))).count(conn)?,
        27
    );
    Ok(())
}

#[test]
fn an_accent_makes_another_letter() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(
        queryset!(Track.filter(name.icontains("cao"))).count(conn)?,
        3
    );
    let tracks = Track.load(conn)?;
    let composers: HashSet<_> = tracks.iter().map(|track| &track.composer).collect();
    let names: HashSet<_> = tracks.iter().map(|track| &track.name).collect();
    assert_eq!((composers.len(), names.len()), (854, 3257));
    Ok(())
}

#[test]
fn a_space_at_the_end_counts() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(
        queryset!(Customer.filter(city == "Edinburgh")).count(conn)?,
        0
    );
    assert_eq!(
        queryset!(Customer.filter(city == "Edinburgh ")).count(conn)?,
        1
    );
    assert_eq!(
        queryset!(Invoice.filter(billing_city == "Edinburgh ")).count(conn)?,
        7
    );
    assert_eq!(
        queryset!(Customer.filter(city.in_(["Edinburgh"]))).count(conn)?,
        0
    );
    assert_eq!(
        queryset!(Customer.filter(city.in_(["Edinburgh "]))).count(conn)?,
        1
    );
    Ok(())
}
