//! The check of debug builds: one query type never gives two SQL texts.
//!
//! Diesel finds the prepared statement by type. Were a type to give two texts, the second
//! would run as the first, and rows of another query would come back.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use diesel::query_builder::{QueryFragment, QueryId};

use crate::backend::Backend;

static TEXTS: Mutex<Option<HashMap<(TypeId, TypeId), String>>> = Mutex::new(None);

/// Panics if a statement of the same query id had another text before.
///
/// # Panics
/// That is its purpose.
pub fn check<St, DB>(statement: &St)
where
    St: QueryFragment<DB> + QueryId,
    DB: Backend + 'static,
{
    let Some(id) = St::query_id() else { return };
    let Some(shown) = DB::text_of(statement) else {
        return;
    };
    let text = shown
        .rsplit_once(" -- binds: ")
        .map_or(shown.as_str(), |(text, _)| text);
    let mut texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
    let known = texts
        .get_or_insert_default()
        .entry((id, TypeId::of::<DB>()))
        .or_insert_with(|| text.to_owned());
    assert_eq!(
        known, text,
        "two SQL texts under one query id: Diesel would run the first for both"
    );
}
