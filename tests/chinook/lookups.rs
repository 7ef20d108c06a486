//! H: text lookups. Every character of the text that is looked for matches itself.

use orm_core::prelude::*;

use crate::models::*;
use crate::support::{Checked, store};

#[test]
fn a_lookup_without_case_ignores_it() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(
        queryset!(Track.filter(name.icontains("love"))).count(conn)?,
        114
    );
    assert_eq!(
        queryset!(Track.filter(name.icontains("LOVE"))).count(conn)?,
        114
    );
    assert_eq!(
        queryset!(Track.filter(name.istartswith("the "))).count(conn)?,
        210
    );
    assert_eq!(queryset!(Track.filter(name.iexact("JUMP"))).count(conn)?, 1);
    Ok(())
}

#[test]
fn a_lookup_with_case_minds_it() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(
        queryset!(Track.filter(name.startswith("The "))).count(conn)?,
        210
    );
    assert_eq!(
        queryset!(Track.filter(name.startswith("the "))).count(conn)?,
        0
    );
    assert_eq!(
        queryset!(Track.filter(name.endswith("Blues"))).count(conn)?,
        13
    );
    assert_eq!(queryset!(Track.filter(name == "Jump")).count(conn)?, 1);
    assert_eq!(queryset!(Track.filter(name == "JUMP")).count(conn)?, 0);
    assert_eq!(
        queryset!(Track.filter(composer == "roger glover")).count(conn)?,
        7
    );
    Ok(())
}

#[test]
fn wildcards_escapes_and_quotes_match_themselves() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    for (text, n) in [
        ("%", 2),
        ("_", 0),
        ("\\", 4),
        ("'", 239),
        ("\"", 20),
        ("ção", 27),
    ] {
        assert_eq!(
            queryset!(Track.filter(name.contains(text))).count(conn)?,
            n,
            "{text}"
        );
        assert_eq!(
            queryset!(Track.filter(name.icontains(text))).count(conn)?,
            n,
            "{text}"
        );
    }
    Ok(())
}

#[test]
fn a_regular_expression_matches_by_its_own_rules() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    orm_core::backend::register_regex(conn)?;
    assert_eq!(
        queryset!(Track.filter(name.regex(r"^[0-9]+$"))).count(conn)?,
        1
    );
    assert_eq!(
        queryset!(Track.filter(name.iregex("love"))).count(conn)?,
        114
    );
    assert_eq!(
        queryset!(Track.filter(name.regex("Love"))).count(conn)?,
        111
    );
    Ok(())
}

#[test]
fn what_is_found_is_what_rust_finds() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let tracks = Track.load(conn)?;
    for text in ["(", "Live", " - ", "é", "…", ""] {
        let found = |test: fn(&str, &str) -> bool| {
            tracks
                .iter()
                .filter(|track| test(&track.name, text))
                .count() as i64
        };
        let contains = queryset!(Track.filter(name.contains(text))).count(conn)?;
        assert_eq!(
            contains,
            found(|name, text| name.contains(text)),
            "{text:?}"
        );
        let starts = queryset!(Track.filter(name.startswith(text))).count(conn)?;
        assert_eq!(
            starts,
            found(|name, text| name.starts_with(text)),
            "{text:?}"
        );
        let ends = queryset!(Track.filter(name.endswith(text))).count(conn)?;
        assert_eq!(ends, found(|name, text| name.ends_with(text)), "{text:?}");
    }
    Ok(())
}
