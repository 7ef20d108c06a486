//! Values of columns that Diesel does not bind by itself: of an SQL type of ours (uuids and
//! times of UTC, for which databases differ), or of a type of the user's that its columns go
//! with alone (`derive(Key)`, `derive(Choice)`).

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{HasSqlType, Nullable, SqlType, is_nullable};

use super::list::ListId;
use super::{Asks, Free, InItem, Node, SameFor, ValueFor};
use crate::model::{Choice, FieldType};
use crate::path::Joins;

/// A value of an SQL type of ours.
#[cfg(any(feature = "uuid", feature = "chrono"))]
pub struct AsOwn;

/// A bound value of SQL type `S`, or NULL.
#[derive(Debug)]
pub struct BoundOwn<S, T> {
    value: Option<T>,
    sql: PhantomData<fn() -> S>,
}

impl<S, T> BoundOwn<S, T> {
    fn new(value: Option<T>) -> Self {
        Self {
            value,
            sql: PhantomData,
        }
    }
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
    type Scope = Free;
    const ASKS: Asks = Asks::Values;
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

/// A type of the user's whose columns go with its own values only: another model's key, a
/// number or a text in its place does not compile.
pub trait OwnType: FieldType<Column = Self> + Clone + 'static {
    /// How a list of its values travels.
    type List: FromIterator<Self>;
}

/// A value of such a type.
pub struct AsOwnType;

#[diagnostic::do_not_recommend]
impl<T: OwnType> ValueFor<T, AsOwnType> for T {
    type Value = BoundOwn<T::Sql, T>;
    fn into_value(self) -> Self::Value {
        BoundOwn::new(Some(self))
    }
}
#[diagnostic::do_not_recommend]
impl<T: OwnType> ValueFor<T, AsOwnType> for &T {
    type Value = BoundOwn<T::Sql, T>;
    fn into_value(self) -> Self::Value {
        BoundOwn::new(Some(self.clone()))
    }
}
#[diagnostic::do_not_recommend]
impl<T: OwnType> SameFor<T, AsOwnType> for Option<T> {
    type Value = BoundOwn<T::Sql, T>;
    fn into_same(self) -> Self::Value {
        BoundOwn::new(self)
    }
}
#[diagnostic::do_not_recommend]
impl<T: OwnType> SameFor<T, AsOwnType> for &Option<T> {
    type Value = BoundOwn<T::Sql, T>;
    fn into_same(self) -> Self::Value {
        BoundOwn::new(self.clone())
    }
}
#[diagnostic::do_not_recommend]
impl<T: OwnType> InItem<T> for T {
    type List = T::List;
    fn collect(values: impl Iterator<Item = Self>) -> T::List {
        values.collect()
    }
}
#[diagnostic::do_not_recommend]
impl<T: OwnType> InItem<T> for &T {
    type List = T::List;
    fn collect(values: impl Iterator<Item = Self>) -> T::List {
        values.cloned().collect()
    }
}

/// Some of the choices there are. The list is always as long as there are choices, so that
/// its text does not depend on how many were asked for.
#[derive(Debug, Clone)]
pub struct ChoiceList<T>(Vec<Option<T>>);

impl<T: Choice> FromIterator<T> for ChoiceList<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut asked = vec![None; T::CHOICES.len()];
        for value in values {
            let is_it = |choice: &crate::model::ChoiceOf<T>| choice.stored == value.stored();
            let place = T::CHOICES.iter().position(is_it);
            if let Some(slot) = place.and_then(|place| asked.get_mut(place)) {
                *slot = Some(value);
            }
        }
        Self(asked)
    }
}
impl<T: 'static> ListId for ChoiceList<T> {
    type Id = Self;
    const STATIC: bool = true;
}
impl<T, DB> QueryFragment<DB> for ChoiceList<T>
where
    T: Choice,
    DB: DieselBackend + HasSqlType<T::Sql>,
    T::Sql: SqlType<IsNull = is_nullable::NotNull>,
    Option<T>: ToSql<Nullable<T::Sql>, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        for (at, value) in self.0.iter().enumerate() {
            out.push_sql(if at == 0 { " IN (" } else { ", " });
            out.push_bind_param::<Nullable<T::Sql>, _>(value)?;
        }
        out.push_sql(")");
        Ok(())
    }
}

#[cfg(any(feature = "uuid", feature = "chrono"))]
macro_rules! own_values {
    ($($(#[$cfg:meta])* $rust:ty => $sql:ty;)*) => { $(
        $(#[$cfg])*
        const _: () = {
            use super::{AsOwn, BoundOwn};
            use crate::ast::{SameFor, ValueFor};

            fn bound(value: Option<$rust>) -> BoundOwn<$sql, $rust> {
                BoundOwn::new(value)
            }
            #[diagnostic::do_not_recommend]
            impl ValueFor<$sql, AsOwn> for $rust {
                type Value = BoundOwn<$sql, $rust>;
                fn into_value(self) -> Self::Value {
                    bound(Some(self))
                }
            }
            #[allow(clippy::clone_on_copy)]
            #[diagnostic::do_not_recommend]
            impl ValueFor<$sql, AsOwn> for &$rust {
                type Value = BoundOwn<$sql, $rust>;
                fn into_value(self) -> Self::Value {
                    bound(Some(self.clone()))
                }
            }
            #[diagnostic::do_not_recommend]
            impl SameFor<$sql, AsOwn> for Option<$rust> {
                type Value = BoundOwn<$sql, $rust>;
                fn into_same(self) -> Self::Value {
                    bound(self)
                }
            }
            #[allow(clippy::clone_on_copy)]
            #[diagnostic::do_not_recommend]
            impl SameFor<$sql, AsOwn> for &Option<$rust> {
                type Value = BoundOwn<$sql, $rust>;
                fn into_same(self) -> Self::Value {
                    bound(self.clone())
                }
            }
        };
    )* };
}

#[cfg(any(feature = "uuid", feature = "chrono"))]
mod values {
    own_values! {
        #[cfg(feature = "uuid")]
        uuid::Uuid => crate::backend::UuidSql;
        #[cfg(feature = "chrono")]
        chrono::NaiveDateTime => crate::backend::TimestampSql;
        #[cfg(feature = "chrono")]
        chrono::DateTime<chrono::Utc> => crate::backend::TimestamptzSql;
        #[cfg(feature = "serde_json")]
        serde_json::Value => crate::backend::JsonSql;
    }
}
