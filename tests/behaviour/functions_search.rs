//! Full-text search, which is PostgreSQL's: of its two targets alone.

use orm_core::prelude::*;

use crate::support::*;

#[test]
fn words_are_found_in_any_form_and_order() {
    let conn = &mut store();
    run(
        conn,
        "SET default_text_search_config = 'pg_catalog.english'",
    );
    let words = "walking evil";
    let found = queryset!(Track.filter(search(name, { words })));
    assert_eq!(keys(&found.load(conn).unwrap()), [2]);
    assert!(sql(&found).contains("(TO_TSVECTOR(\"self\".\"name\") @@ PLAINTO_TSQUERY($1))"));
    // Of several columns, of another table's, and of one that may be NULL.
    let found = queryset!(
        Track
            .filter(search(
                concat(name, " ", album.title, " ", coalesce(composer, "")),
                "rocks"
            ))
            .order_by(id)
    );
    assert_eq!(keys(&found.load(conn).unwrap()), [1, 2, 6, 7]);
    let nothing = queryset!(Track.filter(search(composer, "'; DROP TABLE tracks")));
    assert_eq!(nothing.count(conn).unwrap(), 0);
    let not = queryset!(Track.exclude(search(composer, "young")));
    assert_eq!(not.count(conn).unwrap(), 5);
}

#[test]
fn the_better_fit_comes_first() {
    let conn = &mut store();
    run(
        conn,
        "SET default_text_search_config = 'pg_catalog.english'",
    );
    let ranked = queryset!(
        Album
            .filter(search_rank(title, "rock") > 0.0)
            .order_by(-search_rank(title, "rock"), id)
            .values_list(id, search_rank(title, "rock"))
    );
    let ranked: Vec<(i32, f32)> = ranked.load(conn).unwrap();
    assert_eq!(ranked.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [1, 4]);
    assert!(ranked.iter().all(|(_, rank)| *rank > 0.0));
}
