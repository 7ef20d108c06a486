//! Values whose SQL type is ours: Diesel binds uuids and times of UTC on some databases only,
//! or has another SQL type for them on each.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{HasSqlType, Nullable, SqlType, is_nullable};

use super::Node;
use crate::path::Joins;

/// A value of an SQL type of ours.
pub struct AsOwn;

/// A bound value of SQL type `S`, or NULL.
#[derive(Debug)]
pub struct BoundOwn<S, T> {
    value: Option<T>,
    sql: PhantomData<fn() -> S>,
}

impl<S, T: Clone> Clone for BoundOwn<S, T> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            sql: PhantomData,
        }
    }
}
impl<S, T: Copy> Copy for BoundOwn<S, T> {}

impl<S: 'static, T: 'static> QueryId for BoundOwn<S, T> {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl<S, T> Node for BoundOwn<S, T> {
    fn joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}
impl<S, T, DB> QueryFragment<DB> for BoundOwn<S, T>
where
    S: SqlType<IsNull = is_nullable::NotNull>,
    DB: DieselBackend + HasSqlType<S>,
    Option<T>: ToSql<Nullable<S>, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_bind_param::<Nullable<S>, _>(&self.value)
    }
}

macro_rules! own_values {
    ($($(#[$cfg:meta])* $rust:ty => $sql:ty;)*) => { $(
        $(#[$cfg])*
        const _: () = {
            use super::{AsOwn, BoundOwn};
            use crate::ast::{SameFor, ValueFor};

            fn bound(value: Option<$rust>) -> BoundOwn<$sql, $rust> {
                BoundOwn { value, sql: std::marker::PhantomData }
            }
            #[diagnostic::do_not_recommend]
            impl ValueFor<$sql, AsOwn> for $rust {
                type Value = BoundOwn<$sql, $rust>;
                fn into_value(self) -> Self::Value {
                    bound(Some(self))
                }
            }
            #[diagnostic::do_not_recommend]
            impl ValueFor<$sql, AsOwn> for &$rust {
                type Value = BoundOwn<$sql, $rust>;
                fn into_value(self) -> Self::Value {
                    bound(Some(*self))
                }
            }
            #[diagnostic::do_not_recommend]
            impl SameFor<$sql, AsOwn> for Option<$rust> {
                type Value = BoundOwn<$sql, $rust>;
                fn into_same(self) -> Self::Value {
                    bound(self)
                }
            }
            #[diagnostic::do_not_recommend]
            impl SameFor<$sql, AsOwn> for &Option<$rust> {
                type Value = BoundOwn<$sql, $rust>;
                fn into_same(self) -> Self::Value {
                    bound(*self)
                }
            }
        };
    )* };
}

mod values {
    own_values! {
        #[cfg(feature = "uuid")]
        uuid::Uuid => crate::backend::UuidSql;
        #[cfg(feature = "chrono")]
        chrono::NaiveDateTime => crate::backend::TimestampSql;
        #[cfg(feature = "chrono")]
        chrono::DateTime<chrono::Utc> => crate::backend::TimestamptzSql;
    }
}
