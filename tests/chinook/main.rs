//! Known figures of the Chinook music store, found again by querysets.
//!
//! The data is not part of this project. The tests run where the environment variable
//! `CHINOOK_DIR` names the folder of its CSV files (see `examples/chinook/store.rs` for
//! their form), and say in one line whether they did. The figures were computed by three
//! databases and by Django. Their letters, and where they are checked:
//!
//! | letters | what | here |
//! |---|---|---|
//! | shape | rows, keys, columns against the models | `shape` |
//! | A1 to A14 | grouping and joins | `grouping`: rows by querysets, groups in Rust |
//! | B1 to B6 | the employee tree | `tree` |
//! | C1, C3 to C9 | many to many | `playlists` |
//! | D1, D2, D5 to D8 | one filter or two over to-many | `to_many` |
//! | E1 to E5, E7 to E11 | totals, first rows, fan-out | `totals` |
//! | F1 to F3 | NULL | `nulls` |
//! | G1 to G7 | membership, slices, order | `slices` |
//! | H | the same and more as querysets | `querysets`, `lookups` |
//! | H, query counts | numbers of queries | `query_counts` |
//! | I | where databases differ | `differences` |
//! | | the tour of the example | `stops` |
//!
//! Not asked here, since the question does not exist: joined rows counted with their
//! duplicates (C2, D3, D4, E6, the first halves of C5, E1 to E4, and in H 3238, 84, 5018,
//! 6580, 213 for 21, 6 for 3). A quantifier is EXISTS, and rows never multiply.
//!
//! Waiting for aggregates and projections, and meanwhile computed from loaded rows: all of
//! A, B2, C1, C4, E1 to E4, E8, F3's distinct count, G5, and in H what annotates,
//! aggregates or lists values; I's sums and distinct values. G6 reads the employee first,
//! since a subquery gives keys only. Waiting for `union` and `difference`: they are said
//! here by `||` and `none`.

#[path = "../../examples/chinook/models.rs"]
mod models;
#[path = "../../examples/bookshop/show.rs"]
mod show;
#[path = "../../examples/bookshop/sql.rs"]
mod sql;
#[path = "../../examples/chinook/store.rs"]
mod store;
#[path = "../../examples/chinook/tour.rs"]
mod tour;
#[path = "../../examples/chinook/trim.rs"]
mod trim;

mod differences;
mod grouping;
mod lookups;
mod nulls;
mod playlists;
mod query_counts;
mod querysets;
mod shape;
mod slices;
mod stops;
mod support;
mod to_many;
mod totals;
mod tree;
