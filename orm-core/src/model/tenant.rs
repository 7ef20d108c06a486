//! Models whose rows belong to tenants.

use super::{KeyEncoder, KeysOf, Model};
use crate::ast::{Ex, Expression};

/// A model whose rows belong to no tenant: any but those with `#[model(tenant = field)]`.
/// Code that is generic over models asks for it: [`model`](crate::model()) gives all rows.
#[diagnostic::on_unimplemented(
    message = "rows of `{Self}` belong to a tenant, and none is said here",
    label = "a model without a tenant goes here",
    note = "write `{Self}.for_tenant(id)`, or `{Self}.unscoped()` for the rows of every tenant"
)]
pub trait NoTenant: Model {}

/// A model whose rows are marked when they are deleted: `#[model(soft_delete = field)]`.
#[diagnostic::on_unimplemented(
    message = "rows of `{Self}` are not marked when they are deleted: `delete` deletes them",
    label = "a model with `soft_delete` goes here",
    note = "rows are marked with `#[model(soft_delete = field)]` on `{Self}`"
)]
pub trait SoftDelete: Model {}

/// A model whose rows belong to tenants: `#[model(tenant = field)]`.
pub trait OfTenant: Model {
    /// The column that says to which.
    type Column: Expression + diesel::query_builder::QueryId;
    /// The column that says to which.
    fn tenant_column() -> Ex<Self::Column>;
}

/// A model that rows of `From` may lead to, where `From` has no tenant.
#[diagnostic::on_unimplemented(
    message = "rows of `{Self}` belong to a tenant, and rows of `{From}` do not",
    label = "from here the rows of every tenant would be seen",
    note = "give `{From}` a tenant as well: `#[model(tenant = field)]`"
)]
pub trait SharedWith<From> {}
#[diagnostic::do_not_recommend]
impl<M: NoTenant, From> SharedWith<From> for M {}

/// Whether two rows belong to one tenant. Their fields may be of different types (a number and
/// a newtype of one), so what is compared is what would travel to the database.
pub(crate) fn same_tenant<A: Model, B: Model>(a: KeysOf<'_, A>, b: KeysOf<'_, B>) -> bool {
    let mut first = First::<B> {
        other: b,
        same: false,
    };
    A::encode_tenant(a, &mut first);
    first.same
}

/// Hears the tenant of one row, and asks the other.
struct First<'m, B: Model> {
    other: KeysOf<'m, B>,
    same: bool,
}

impl<B: Model> First<'_, B> {
    fn ask(&mut self, value: Value<'_>) {
        let mut second = Second { value, same: false };
        B::encode_tenant(self.other, &mut second);
        self.same = second.same;
    }
}

/// Hears the tenant of the other row.
struct Second<'v> {
    value: Value<'v>,
    same: bool,
}

#[derive(PartialEq)]
enum Value<'v> {
    Int(i128),
    Bool(bool),
    Float(f64),
    Text(&'v str),
    Bytes(&'v [u8]),
    Uuid([u8; 16]),
}

macro_rules! hears {
    ($take:ident) => {
        fn key(&mut self, _: usize) {}
        fn int(&mut self, value: i64) {
            self.$take(Value::Int(value.into()));
        }
        fn unsigned(&mut self, value: u64) {
            self.$take(Value::Int(value.into()));
        }
        fn bool(&mut self, value: bool) {
            self.$take(Value::Bool(value));
        }
        fn float(&mut self, value: f64) {
            self.$take(Value::Float(value));
        }
        fn text(&mut self, value: &str) {
            self.$take(Value::Text(value));
        }
        fn bytes(&mut self, value: &[u8]) {
            self.$take(Value::Bytes(value));
        }
        fn uuid(&mut self, value: [u8; 16]) {
            self.$take(Value::Uuid(value));
        }
        fn plain(&mut self, value: &str) {
            self.$take(Value::Text(value));
        }
        fn end(&mut self) {}
    };
}

impl<B: Model> KeyEncoder for First<'_, B> {
    hears!(ask);
}
impl Second<'_> {
    fn compare(&mut self, value: Value<'_>) {
        self.same = self.value == value;
    }
}
impl KeyEncoder for Second<'_> {
    hears!(compare);
}
