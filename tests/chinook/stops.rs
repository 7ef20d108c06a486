//! The tour of the example: every stop runs, with the queries and the figures that it shows.

use crate::show::Stop;
use crate::support::{Checked, store};
use crate::tour;

#[test]
fn every_stop_shows_its_source_its_queries_and_rows() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let file: String = squeezed(include_str!("../../examples/chinook/tour.rs"));
    let mut queries = Vec::new();
    for stop in tour::STOPS {
        let stop: Stop = stop(conn)?;
        assert!(!stop.source.is_empty(), "{}", stop.title);
        assert!(file.contains(&squeezed(&stop.source)), "{}", stop.title);
        assert!(!stop.rows.is_empty(), "{}", stop.title);
        let shown = stop.to_string();
        assert!(shown.contains(stop.title) && shown.contains("SELECT"));
        queries.push(stop.queries.len());
    }
    assert_eq!(queries, [1, 1, 4, 3, 2, 2, 2, 2, 4, 1, 501, 1]);
    Ok(())
}

/// A text without its spaces and line ends.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn the_stops_show_known_figures() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    // C9 and C8, then F2.
    assert_eq!(tour::one_or_several(conn)?.rows, [["0", "2"]]);
    assert_eq!(tour::complement(conn)?.rows, [["59", "3", "27", "56"]]);
    // B1: each employee's manager.
    let managers: Vec<String> = tour::tree(conn)?
        .rows
        .into_iter()
        .map(|mut row| row.swap_remove(2))
        .collect();
    let (adams, edwards, mitchell) = ("Adams", "Edwards", "Mitchell");
    assert_eq!(
        managers,
        [
            "–", adams, edwards, edwards, edwards, adams, mitchell, mitchell
        ]
    );
    Ok(())
}

#[test]
fn one_query_a_row_and_the_queryset_find_the_same() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let (_, by_hand) = tour::titles_by_hand(conn)?;
    let (_, by_queryset) = tour::titles_by_queryset(conn)?;
    assert_eq!(by_hand, by_queryset);
    assert_eq!(by_hand.len(), 500);
    Ok(())
}
