//! What a user's file needs: `use orm_core::prelude::*;`.
//!
//! Nothing here has a name that Diesel's prelude has, so both can be imported by a glob.

pub use crate::model::IntoModels;
pub use crate::{
    Choice, ConditionOf, Insert, Key, Model, One, Patch, QuerySetOf, assert_num_queries, atomic,
    condition, fields_of, has, on_commit, queryset, row,
};
