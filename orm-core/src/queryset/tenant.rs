//! Models whose rows belong to tenants: nothing is asked of them before it is said whose.

use std::marker::PhantomData;

use super::{AllOf, QuerySet, RowOfModel, Source, SourceModel, Unscoped};
use crate::Result;
use crate::ast::{And, Compare, Eq, EveryRow, Expression, InTenant, IsTrue, NoCondition, ValueFor};
use crate::model::{Model, OfTenant, One};
use crate::path::Root;

/// The rows of a model with `#[model(tenant = field)]`, of a tenant that is still to be said.
///
/// The model's name is this value, and it becomes a queryset by
/// [`for_tenant`](Self::for_tenant) or [`unscoped`](Self::unscoped). Everything else is there by
/// name only, to say so.
///
/// ```
/// # use diesel::connection::{Connection as _, SimpleConnection as _};
/// use orm_core::prelude::*;
///
/// #[derive(Model, Debug, Clone)]
/// #[model(table = "authors", tenant = org_id, has_many(books = Book::author))]
/// pub struct Author {
///     pub id: i32,
///     pub org_id: i32,
///     pub name: String,
/// }
///
/// #[derive(Model, Debug, Clone)]
/// #[model(table = "books", tenant = org_id)]
/// pub struct Book {
///     pub id: i32,
///     pub org_id: i32,
///     pub title: String,
///     #[model(foreign_key = Author)]
///     pub author_id: i32,
/// }
///
/// let conn = &mut diesel::SqliteConnection::establish(":memory:")?;
/// conn.batch_execute(
///     "CREATE TABLE authors (id INTEGER PRIMARY KEY, org_id INTEGER NOT NULL, name TEXT NOT NULL);
///      CREATE TABLE books (id INTEGER PRIMARY KEY, org_id INTEGER NOT NULL, title TEXT NOT NULL,
///          author_id INTEGER NOT NULL);
///      INSERT INTO authors VALUES (1, 7, 'Ann'), (2, 8, 'Bob');
///      INSERT INTO books VALUES (1, 7, 'One', 1), (2, 8, 'Two', 2);",
/// )?;
/// let books = queryset!(Book.for_tenant(7).select_related(author)).load(conn)?;
/// assert_eq!(books.len(), 1);
/// assert_eq!(books[0].author().name, "Ann");
/// assert_eq!(queryset!(Author.unscoped().filter(books.any())).count(conn)?, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Without a tenant it does not compile:
///
/// ```compile_fail
/// # use orm_core::prelude::*;
/// # #[derive(Model, Debug, Clone)]
/// # #[model(table = "books", tenant = org_id)]
/// # pub struct Book { pub id: i32, pub org_id: i32, pub title: String }
/// fn titles(conn: &mut diesel::SqliteConnection) -> orm_core::Result<i64> {
///     Book.count(conn)
/// }
/// ```
pub struct TenantRows<M>(PhantomData<fn() -> M>);

impl<M> Clone for TenantRows<M> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<M> Copy for TenantRows<M> {}

/// The rows of one tenant.
pub type OneTenant<M, V> = QuerySet<
    M,
    InTenant<And<<M as Model>::Scope, IsTrue<Compare<Eq, <M as OfTenant>::Column, V>>>>,
    crate::ast::ModelOrder,
    super::All,
    crate::ast::NoSlice,
    <M as Model>::Unloaded,
>;

type EveryOne<M> = QuerySet<
    M,
    EveryRow<NoCondition>,
    crate::ast::ModelOrder,
    super::All,
    crate::ast::NoSlice,
    <M as Model>::Unloaded,
>;

/// It was said whose rows are meant.
#[diagnostic::on_unimplemented(
    message = "rows of `{M}` belong to a tenant, and none is said here",
    label = "whose rows?",
    note = "write `{M}.for_tenant(id)` first, or `{M}.unscoped()` for the rows of every tenant"
)]
pub trait TenantSaid<M, T: ?Sized> {}

impl<M> TenantRows<M> {
    #[doc(hidden)]
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<M: OfTenant> TenantRows<M> {
    /// The rows of one tenant. Rows that relations lead to are of the same one.
    ///
    /// SQL: `WHERE tenant = value`.
    pub fn for_tenant<T, K>(self, tenant: T) -> OneTenant<M, T::Value>
    where
        T: ValueFor<<M::Column as Expression>::Sql, K>,
    {
        let all = AllOf::<M>::every();
        QuerySet {
            condition: InTenant(And(
                all.condition,
                IsTrue(Compare::new(M::tenant_column().0, tenant.into_value())),
            )),
            order: all.order,
            slice: all.slice,
            slots: all.slots,
            types: PhantomData,
        }
    }

    /// The rows of every tenant, and those outside the default scope, where the model has one.
    /// What relations lead to is of the row's own tenant all the same.
    pub fn unscoped(self) -> Unscoped<M> {
        AllOf::<M>::every().with_condition(|_| NoCondition)
    }
}

/// What is there by name only. Each gives what the queryset would, so that one mistake is one
/// error.
#[doc(hidden)]
impl<M: OfTenant> TenantRows<M> {
    pub fn filter<T>(self, _: T) -> Unscoped<M>
    where
        Self: TenantSaid<M, T>,
    {
        self.unscoped()
    }

    pub fn exclude<T>(self, _: T) -> Unscoped<M>
    where
        Self: TenantSaid<M, T>,
    {
        self.unscoped()
    }

    pub fn order_by<T>(self, _: T) -> Unscoped<M>
    where
        Self: TenantSaid<M, T>,
    {
        self.unscoped()
    }

    pub fn slice_to<T>(self, _: T) -> Unscoped<M>
    where
        Self: TenantSaid<M, T>,
    {
        self.unscoped()
    }

    pub fn all<T>(self) -> EveryOne<M>
    where
        Self: TenantSaid<M, T>,
    {
        self.unscoped().all()
    }

    pub fn update<T>(self, _: T) -> Unscoped<M>
    where
        Self: TenantSaid<M, T>,
    {
        self.unscoped()
    }

    pub fn hard_delete<T>(self) -> Unscoped<M>
    where
        Self: TenantSaid<M, T>,
    {
        self.unscoped()
    }

    pub fn with_deleted<T>(self) -> EveryOne<M>
    where
        Self: TenantSaid<M, T>,
    {
        self.unscoped().all()
    }

    pub fn delete<T>(self) -> Unscoped<M>
    where
        Self: TenantSaid<M, T>,
    {
        self.unscoped()
    }

    pub fn load<C>(&self, _: &mut C) -> Result<Vec<RowOfModel<M>>>
    where
        Self: TenantSaid<M, C>,
    {
        Ok(Vec::new())
    }

    pub fn get<C>(&self, _: &mut C) -> Result<One<RowOfModel<M>>>
    where
        Self: TenantSaid<M, C>,
    {
        Err(crate::Error::DoesNotExist {
            model: M::META.name,
        })
    }

    pub fn first<C>(&self, _: &mut C) -> Result<Option<One<RowOfModel<M>>>>
    where
        Self: TenantSaid<M, C>,
    {
        Ok(None)
    }

    pub fn count<C>(&self, _: &mut C) -> Result<i64>
    where
        Self: TenantSaid<M, C>,
    {
        Ok(0)
    }

    pub fn exists<C>(&self, _: &mut C) -> Result<bool>
    where
        Self: TenantSaid<M, C>,
    {
        Ok(false)
    }
}

impl<M: OfTenant> SourceModel for TenantRows<M> {
    type Model = M;
    type Fields = M::Fields<Root<M>>;
    fn fields(&self) -> Self::Fields {
        M::fields()
    }
}
#[diagnostic::do_not_recommend]
impl<M: OfTenant> Source for TenantRows<M> {
    type Builder = Self;
    fn start(self) -> Self {
        self
    }
}

/// A tenant can be said here: nowhere, but of a model's name, where
/// [`TenantRows`] has the method.
#[diagnostic::on_unimplemented(
    message = "no tenant can be said of these rows of `{Self}`",
    label = "not here",
    note = "`for_tenant` is the first step, once, of a model with `#[model(tenant = field)]`"
)]
pub trait TenantHere<T> {}

impl<M: Model, W, O, D, S, L> QuerySet<M, W, O, D, S, L> {
    /// Answers that it comes first, and once.
    #[doc(hidden)]
    pub fn for_tenant<T>(self, _: T) -> Self
    where
        M: TenantHere<T>,
    {
        self
    }
}
