//! The one door for what the macros write. Nothing here is for use by hand.

pub use std::clone::Clone;
pub use std::cmp::PartialEq;
pub use std::convert::From;
pub use std::default::Default;
pub use std::fmt::Debug;
pub use std::iter::{IntoIterator, Iterator};
pub use std::marker::{PhantomData, Sized};
pub use std::ops::Deref;
pub use std::option::Option::{self, None, Some};
pub use std::result::Result::{self, Ok};
pub use std::string::String;
pub use std::vec::Vec;

pub use diesel::QueryResult;
pub use diesel::backend::Backend as DieselBackend;
pub use diesel::deserialize::{FromSql, Result as Deserialized};
pub use diesel::row::Row;
pub use diesel::serialize::{Output, Result as Serialized, ToSql};
pub use diesel::sql_types::{self, HasSqlType, Nullable};

// Types of fields, for the macro about enums of connections.
#[cfg(feature = "chrono")]
pub use ::chrono;
#[cfg(feature = "serde")]
pub use ::serde;
#[cfg(feature = "serde_json")]
pub use ::serde_json;
#[cfg(feature = "uuid")]
pub use ::uuid;

pub use crate::ast::LocksRows;
#[cfg(feature = "postgres-backend")]
pub use crate::ast::array_agg;
pub use crate::ast::function::{self, date_of, start_of, time_of, truth, units};
pub use crate::ast::{AnyCondition, ConditionOf, InRow, condition_of, matches, named_condition};
pub use crate::ast::{
    Asc, ChoiceList, Col, DecimalLiteral, Desc, Either, Ex, IntegerLiteral, MayBeNull, NoCondition,
    NotNull, OneBind, OwnType, all, and, any, any_row, asc, bound, column, condition, desc, named,
    none, none_row, not, or, random,
};
pub use crate::ast::{BothScopes, FixedCondition, InScope, NotDeleted, scope_at};
pub use crate::ast::{
    NoFrame, cume_dist, dense_rank, first_value, lag, lag_or, last_value, lead, lead_or, nth_value,
    ntile, percent_rank, range_frame, rank, row_number, rows_frame,
};
pub use crate::ast::{avg, count, count_distinct, count_rows, max, min, sum};
pub use crate::ast::{exists, not_exists, subquery};
pub use crate::ast::{stddev, stddev_pop, string_agg, variance, variance_pop};
pub use crate::backend::ScopeSql;
pub use crate::error::InvalidField;
pub use crate::load::count::{S, Z};
pub use crate::load::pick_values::{Beside, FieldsWith};
pub use crate::load::slot::{
    Inline, Loaded, MaybeInline, MaybeSlot, NotLoaded, OneSlot, Part, SomeRows, Whole,
};
pub use crate::load::spec::{Partly, RowOf, RowSpec, RowWith, SpecList};
pub use crate::load::values::{ValueNames, selected};
pub use crate::model::*;
pub use crate::path::{At, Hops, IntoHop, Path, Root, each, hop, join_hop, sub, to_one};
pub use crate::queryset::{
    AllOf, Ask, BatchPath, BatchWith, Each, FieldPlace, JoinPath, KeepAll, Narrow, OneRowSet,
    OnlyThese, PutPath, QuerySet, Source, TenantRows, Without, ask_one, defer_field, fields_of,
    nested, only_field, start_row,
};
#[cfg(feature = "garde")]
pub use crate::write::found;
pub use crate::write::{
    Always, Creatable, Generated, Gives, IntoNew, MaybeGiven, Moment, NeverNew, New, NoReadonly,
    Now, Null, OfKey, PartOfKey, Patch, Perhaps, Place, Required, RequiredKey, SetNow, Sometimes,
    Touched, UniqueBy, Values as GivenValues, VisitField, Writable, WriteField, WriteKey, WriteNew,
    WriteSource, apart, assign, assign_null, can_patch, can_patch_maybe, can_patch_null, complete,
    given, input, input_maybe, maybe_given, outside_key, patch, patch_maybe, patch_null,
};
pub use crate::write::{fields_of_row, link_fields, link_value, links};
pub use crate::{
    __row_struct as row_struct, __values_struct as values_struct, __with_rules as with_rules,
};

/// The SQL type of a field.
pub type SqlOf<T> = <T as FieldType>::Sql;
/// As what conditions know a column of a field.
pub type ColumnAs<T> = <T as FieldType>::Column;
/// The relation of a model whose name has this hash.
pub type RelNamed<M, const HASH: u64> = <M as Named<HASH>>::Rel;
/// The type of a key, where the derive names it.
pub type KeyType<T> = <T as Key>::Itself;
/// The model, where a relation names it.
pub type ModelOf<M> = <M as IsModel>::Model;
/// From an `A` to the `B`s whose foreign key `F` points at it.
pub type BackFrom<A, B, F> = <F as BackTo<A, B>>::Way;
/// The model that a relation leads to.
pub type TargetOf<R> = <R as Relation>::To;
/// The only foreign key of a link model to a model.
pub type OnlyKey<L, M> = <L as OnlyKeyTo<M>>::Rel;

/// What the newtype of a key may hold. One trait for all that the derive asks of it, so that a
/// type that cannot be a key is one error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be part of a key",
    label = "not a key type",
    note = "keys are integers, text, bytes, uuids and dates, and tuples of them"
)]
pub trait KeyInner {
    /// The SQL type.
    type Sql: diesel::sql_types::SqlType;
    /// How it travels.
    const KIND: KeyKind;
    /// Hands its value to the encoder.
    fn encode_inner<E: KeyEncoder + ?Sized>(&self, encoder: &mut E);
}
#[diagnostic::do_not_recommend]
impl<T: KeyPart + FieldType> KeyInner for T {
    type Sql = T::Sql;
    const KIND: KeyKind = <T as ListPart>::KIND;
    #[inline]
    fn encode_inner<E: KeyEncoder + ?Sized>(&self, encoder: &mut E) {
        ListPart::encode(self, encoder);
    }
}
/// The same, to and from a database.
pub trait KeyValue<DB: DieselBackend>: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// Those of Diesel's deserialization.
    fn read(value: DB::RawValue<'_>) -> Deserialized<Self>;
    /// Binds it.
    ///
    /// # Errors
    /// Those of Diesel's serialization.
    fn write<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> Serialized;
}
#[diagnostic::do_not_recommend]
impl<T, DB> KeyValue<DB> for T
where
    T: KeyInner + FromSql<KeySql<T>, DB> + ToSql<KeySql<T>, DB>,
    DB: DieselBackend,
{
    #[inline]
    fn read(value: DB::RawValue<'_>) -> Deserialized<Self> {
        T::from_sql(value)
    }
    fn write<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> Serialized {
        self.to_sql(out)
    }
}
/// The SQL type of a key.
pub type KeySql<T> = <T as KeyInner>::Sql;

/// A type that is the primary key's of `M`, which is `Key`.
#[diagnostic::on_unimplemented(
    message = "the primary key of `{M}` is of type `{Key}`, and this foreign key is `{Self}`",
    label = "`{Key}` goes here, the type of the key it points at"
)]
pub trait KeyOf<M: Model, Key>: Sized {
    /// The key, borrowed.
    fn key_of(&self) -> KeyRefOf<'_, M>;
}
#[diagnostic::do_not_recommend]
impl<M: Model<Key = K>, K: Key> KeyOf<M, K> for K {
    fn key_of(&self) -> KeyRefOf<'_, M> {
        self.borrowed()
    }
}

/// The value of a foreign key as a key of the other model.
pub fn same_key<R: Relation, K>(key: Option<&K>) -> Option<KeyRefOf<'_, R::To>>
where
    K: KeyOf<R::To, <R::To as Model>::Key>,
{
    key.map(K::key_of)
}

/// The parts of a primary key of `M`, which is `Key`.
#[diagnostic::on_unimplemented(
    message = "the primary key of `{M}` is of type `{Key}`, and these fields are `{Self}`",
    label = "these fields are of other types, or in another order, than the key they point at"
)]
pub trait PartsOf<'a, M: Model, Key> {
    /// The key, borrowed.
    fn parts_of(self) -> KeyRefOf<'a, M>;
}
#[diagnostic::do_not_recommend]
impl<'a, M: Model<Key = K>, K: Key<Ref<'a> = T>, T> PartsOf<'a, M, K> for T {
    fn parts_of(self) -> KeyRefOf<'a, M> {
        self
    }
}

/// The values of a composite foreign key as a key of the other model.
pub fn same_keys<'a, R: Relation, T>(parts: T) -> KeyRefOf<'a, R::To>
where
    T: PartsOf<'a, R::To, <R::To as Model>::Key>,
{
    parts.parts_of()
}

/// A column of a Diesel `table!` that holds what a field does.
#[diagnostic::on_unimplemented(
    message = "the column `{Self}` of Diesel's table is not of the field's SQL type `{S}`",
    label = "the field is `{S}`, and the column is not"
)]
pub trait ColumnOf<S> {}
#[diagnostic::do_not_recommend]
impl<C: diesel::Expression<SqlType: Holds<S>>, S> ColumnOf<S> for C {}

/// An SQL type of Diesel's whose values a field of SQL type `S` reads and compares with.
pub trait Holds<S> {}
impl<S> Holds<S> for S {}
macro_rules! holds {
    ($($(#[$cfg:meta])* $diesel:ty => $ours:ty;)*) => { $(
        $(#[$cfg])* impl Holds<$ours> for $diesel {}
        $(#[$cfg])* impl Holds<Nullable<$ours>> for Nullable<$diesel> {}
    )* };
}
holds! {
    #[cfg(feature = "serde_json")]
    diesel::sql_types::Json => crate::backend::JsonSql;
    #[cfg(all(feature = "serde_json", feature = "postgres-backend"))]
    diesel::sql_types::Jsonb => crate::backend::JsonSql;
    #[cfg(all(feature = "uuid", feature = "postgres-backend"))]
    diesel::sql_types::Uuid => crate::backend::UuidSql;
    #[cfg(feature = "uuid")]
    diesel::sql_types::Binary => crate::backend::UuidSql;
    #[cfg(feature = "chrono")]
    diesel::sql_types::Timestamp => crate::backend::TimestampSql;
    #[cfg(all(feature = "chrono", feature = "mysql-backend"))]
    diesel::sql_types::Datetime => crate::backend::TimestampSql;
    #[cfg(all(feature = "chrono", feature = "postgres-backend"))]
    diesel::sql_types::Timestamptz => crate::backend::TimestamptzSql;
    #[cfg(all(feature = "chrono", feature = "sqlite"))]
    diesel::sql_types::TimestamptzSqlite => crate::backend::TimestamptzSql;
}

/// The name of a column of a Diesel `table!`, which its `sql_name` may say.
pub const fn column_name<C: diesel::Column>() -> &'static str {
    C::NAME
}

/// A column of a Diesel `table!` has the SQL type of the field.
pub fn same_column<C: ColumnOf<S>, S>() {}

/// A plain model holds nothing; the impl that keeps the compiler from asking for one.
pub struct Unheld;

/// A relation from a model without a tenant leads to no model that has one.
pub fn shared<R: Relation<To: SharedWith<<R as Relation>::From>>>() {}

/// The queryset of all rows that a relation leads to.
pub fn inner<H: IntoHop>(_: H) -> AllOf<<H::Rel as Relation>::To> {
    QuerySet::every()
}

/// The values of a model's fields that a mask chooses.
pub type ValuesOf<M, F> = <F as FieldValues<M, 0>>::Values;
/// The specs with fields chosen.
pub type Narrowed<L, M, Op> = <L as Narrow<M, Op>>::Out;

/// The place of the field of this name, for `row!`; fails to compile where there is none.
pub const fn field_place(meta: &ModelMeta, name: &str, unknown: &str) -> usize {
    match place_named(meta, name) {
        Some(at) => at,
        None => panic!("{}", unknown),
    }
}

/// The same for `derive(Patch)`: of a name that no field has it is some place, since there the
/// compiler speaks of the name already.
pub const fn patch_place(meta: &ModelMeta, name: &str) -> usize {
    match place_named(meta, name) {
        Some(at) => at,
        None => 0,
    }
}

/// Whether the field of this name is part of the key.
pub const fn in_key(meta: &ModelMeta, name: &str) -> bool {
    let Some(place) = place_named(meta, name) else {
        return false;
    };
    let mut part = 0;
    while part < meta.key.len() {
        if meta.key[part] == place {
            return true;
        }
        part += 1;
    }
    false
}

const fn place_named(meta: &ModelMeta, name: &str) -> Option<usize> {
    let mut at = 0;
    while at < meta.columns.len() {
        if same_text(meta.columns[at].field, name) {
            return Some(at);
        }
        at += 1;
    }
    None
}

const fn same_text(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    a.len() == b.len()
}

/// The fields of the model that a relation leads to.
pub fn fields_behind<H: IntoHop>(
    _: H,
) -> <<H::Rel as Relation>::To as Model>::Fields<Root<<H::Rel as Relation>::To>> {
    fields::<<H::Rel as Relation>::To>()
}

/// Rows put in by hand: all there are.
pub fn whole<M, T: IntoRow<M>>(rows: Vec<T>) -> Whole<T::Row> {
    Whole::from(rows.into_iter().map(T::into_row).collect::<Vec<_>>())
}

/// The fields of a model.
pub fn fields<M: Model>() -> M::Fields<Root<M>> {
    M::fields()
}

/// Begins a queryset.
pub fn start<S: Source>(source: S) -> S::Builder {
    source.start()
}

/// Begins with what is written at once.
pub fn start_write<S: WriteSource<K>, K>(source: S) -> S::Builder {
    source.start_write()
}

/// The specs with a path added.
pub type Put<L, List, Op> = <L as PutPath<List, Op>>::Out;

/// `serialize`: the model's fields and the loaded relations, side by side.
#[cfg(feature = "serde")]
pub mod serialize {
    pub use serde::{Serialize, Serializer};

    use crate::load::slot::{Loaded, NotLoaded, Part, Whole};
    use crate::model::{Deferred, Model, Record, RowData};
    use serde::ser::SerializeMap;

    /// The loaded slots of a list, as entries of a map.
    pub trait SerializeSlots {
        /// Adds an entry for each loaded slot.
        ///
        /// # Errors
        /// The serializer's.
        fn entries<M: SerializeMap>(
            &self,
            meta: &'static crate::model::ModelMeta,
            at: usize,
            map: &mut M,
        ) -> Result<(), M::Error>;
    }
    impl SerializeSlots for () {
        fn entries<M: SerializeMap>(
            &self,
            _: &'static crate::model::ModelMeta,
            _: usize,
            _: &mut M,
        ) -> Result<(), M::Error> {
            Ok(())
        }
    }
    impl<H: SerializeSlot, T: SerializeSlots> SerializeSlots for (H, T) {
        fn entries<M: SerializeMap>(
            &self,
            meta: &'static crate::model::ModelMeta,
            at: usize,
            map: &mut M,
        ) -> Result<(), M::Error> {
            if let (Some(slot), Some(relation)) = (self.0.slot(), meta.relations.get(at)) {
                map.serialize_entry(relation.name, slot)?;
            }
            self.1.entries(meta, at + 1, map)
        }
    }
    /// A slot as it serializes.
    pub trait SerializeSlot {
        /// What serializes.
        type Slot: Serialize;
        /// `None` where nothing is loaded.
        fn slot(&self) -> Option<&Self::Slot>;
    }
    impl SerializeSlot for NotLoaded {
        type Slot = ();
        fn slot(&self) -> Option<&()> {
            None
        }
    }
    macro_rules! slots {
        ($($slot:ident)*) => { $(
            impl<T> SerializeSlot for $slot<T> where Self: Serialize {
                type Slot = Self;
                fn slot(&self) -> Option<&Self> { Some(self) }
            }
        )* };
    }
    slots!(Loaded Whole Part);

    /// A field of a row that may be left out.
    pub trait SerializeField {
        /// The field, if it is there.
        fn field(&self) -> Option<&impl Serialize>;
    }
    impl<T: Serialize> SerializeField for T {
        fn field(&self) -> Option<&impl Serialize> {
            Some(self)
        }
    }
    impl<T> SerializeField for Deferred<T> {
        fn field(&self) -> Option<&impl Serialize> {
            None::<&()>
        }
    }

    /// Whether the field was left out.
    pub fn is_absent<T: SerializeField>(field: &T) -> bool {
        field.field().is_none()
    }

    /// Writes the field.
    ///
    /// # Errors
    /// The serializer's.
    pub fn write_field<T: SerializeField, S: Serializer>(
        field: &T,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        field.field().serialize(serializer)
    }

    struct Relations<'r, L>(&'r L, &'static crate::model::ModelMeta);
    impl<L: SerializeSlots> Serialize for Relations<'_, L> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(None)?;
            self.0.entries(self.1, 0, &mut map)?;
            map.end()
        }
    }

    #[derive(Serialize)]
    #[serde(bound = "")]
    struct Flat<'r, M: Serialize, L: SerializeSlots> {
        #[serde(flatten)]
        model: &'r M,
        #[serde(flatten)]
        relations: Relations<'r, L>,
    }

    impl<H: Record + Serialize, L: SerializeSlots> Serialize for RowData<H, L> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            Flat {
                model: &self.model,
                relations: Relations(&self.slots, H::Model::META),
            }
            .serialize(serializer)
        }
    }
}

pub use crate::__hooks as hooks;
pub use crate::write::{CallHooks, Event, OnSync, Unhooked, call_at, call_inserting};
#[cfg(feature = "async")]
pub use crate::write::{call_at_async, call_inserting_async};
