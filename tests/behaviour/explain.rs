//! `explain`: the database's plan as text, and options that a database does not have.

use orm_core::Error;
use orm_core::prelude::*;
use orm_core::queryset::Explain;

use crate::support::*;

#[test]
fn a_plan_is_text_from_one_query() {
    let conn = &mut store();
    let tracks = queryset!(
        Track
            .filter(album.artist.name.startswith("A"), id > 2)
            .order_by(-price)
            .select_related(genre)
            .prefetch_related(playlists)[..3]
    );
    let plan = assert_num_queries!(conn, 1, { tracks.explain(conn).unwrap() });
    for table in on(
        ["album__artist", "self", "genre"],
        ["artists", "tracks", "genres"],
        ["album__artist", "self", "genre"],
    ) {
        assert!(plan.contains(table), "{table}: {plan}");
    }
    let first = plan.lines().next().unwrap();
    let begins = on("SEARCH", "Limit", "{");
    assert!(
        first.starts_with(begins) || first.starts_with("SCAN"),
        "{plan}"
    );
    assert!(plan.lines().count() > 1, "{plan}");
    // Explaining again with other values is another statement, and the rows come as before.
    let other = queryset!(Track.filter(id > 5)).explain(conn).unwrap();
    assert_ne!(other, plan);
    assert_eq!(tracks.load(conn).unwrap().len(), 3);
}

#[test]
fn options_are_the_databases_or_an_error() {
    let conn = &mut store();
    let qs = queryset!(Track.filter(price < 1.5));
    let none = |option: Explain, conn: &mut Conn| match qs.explain_with(option, conn).err() {
        Some(Error::NoExplain { option, database }) => (option, database),
        Some(other) => panic!("{other}"),
        None => ("", ""),
    };
    assert_eq!(
        none(Explain::new().analyze(), conn),
        on(("analyze", "SQLite"), ("", ""), ("", ""))
    );
    assert_eq!(
        none(Explain::new().verbose(), conn),
        on(("verbose", "SQLite"), ("", ""), ("verbose", "MySQL"))
    );
    assert_eq!(
        none(Explain::new().json(), conn),
        on(("json", "SQLite"), ("", ""), ("", ""))
    );
    if DIALECT == Dialect::Sqlite {
        return;
    }
    let json = qs.explain_with(Explain::new().json(), conn).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(json.is_array() || json.is_object());
    let ran = qs.explain_with(Explain::new().analyze(), conn).unwrap();
    let timed = ["actual time", "r_total_time_ms"];
    assert!(timed.iter().any(|words| ran.contains(words)), "{ran}");
    if DIALECT == Dialect::Postgres {
        let all = Explain::new().analyze().verbose().json();
        let all = qs.explain_with(all, conn).unwrap();
        assert!(
            all.contains("\"Output\"") && all.contains("\"Actual Rows\""),
            "{all}"
        );
        let verbose = qs.explain_with(Explain::new().verbose(), conn).unwrap();
        assert!(verbose.contains("Output: "), "{verbose}");
    }
}
