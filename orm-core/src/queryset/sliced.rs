//! What builders that are no `QuerySet` do with their slice: groups, rows with windows, sets.

use diesel::QueryResult;
use diesel::query_builder::AstPass;

use crate::ast::{PushSlice, Slice};
use crate::load::statement::Mode;

/// Writes the end of a statement: its slice, which is the queryset's own `S` or a terminal's.
pub(super) fn push_end<'b, S, Sl, Md, DB>(
    slice: &'b Sl,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    S: Slice,
    Sl: PushSlice<DB>,
    Md: Mode,
    DB: diesel::backend::Backend,
{
    if S::SLICED || Md::TOP.1.is_empty() {
        return slice.push_limit(out);
    }
    out.push_sql(Md::TOP.1);
    Ok(())
}

/// Makes a builder with the field `slice` of type `S` a statement that terminals can cut.
macro_rules! statement {
    (impl [$($params:ident),*] $ty:ty) => {
        impl<$($params,)* DB> crate::queryset::TopSlice<DB> for $ty
        where
            S: crate::ast::PushSlice<DB> + Copy,
            S::Top: crate::ast::PushSlice<DB>,
            DB: diesel::backend::Backend,
        {
            type Own = S;
            type Top = S::Top;
            fn own_slice(&self) -> S {
                self.slice
            }
            fn top_slice(&self, count: i64) -> S::Top {
                self.slice.top(count)
            }
        }

        impl<$($params),*> diesel::query_builder::Query for $ty {
            type SqlType = diesel::sql_types::Untyped;
        }
        impl<$($params,)* DB> diesel::query_builder::QueryFragment<DB> for $ty
        where
            Self: crate::queryset::SelectOn<DB>,
            S: crate::ast::PushSlice<DB>,
            DB: crate::backend::Backend,
        {
            fn walk_ast<'b>(
                &'b self,
                out: diesel::query_builder::AstPass<'_, 'b, DB>,
            ) -> diesel::QueryResult<()> {
                self.push_rows::<S, crate::load::statement::Plain>(&self.slice, out)
            }
        }
    };
}
pub(super) use statement;

/// Writes the steps that slice a builder, by its `with_slice`.
macro_rules! slices {
    (impl [$($params:ident),*] $ty:ident) => {
        impl<$($params,)* S: crate::queryset::Unsliced> $ty<$($params,)* S> {
            /// The first `to`.
            pub fn slice_to(self, to: i64) -> $ty<$($params,)* crate::ast::SliceTo> {
                self.with_slice(crate::ast::SliceTo::new(to))
            }

            /// All after the first `from`.
            pub fn slice_from(self, from: i64) -> $ty<$($params,)* crate::ast::SliceFrom> {
                self.with_slice(crate::ast::SliceFrom::new(from))
            }

            /// Those from number `from` to before number `to`.
            pub fn slice_between(
                self,
                from: i64,
                to: i64,
            ) -> $ty<$($params,)* crate::ast::SliceFromTo> {
                self.with_slice(crate::ast::SliceFromTo::new(from, to))
            }
        }
    };
}
pub(super) use slices;
