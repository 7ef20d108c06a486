//! Relations as types: who points at whom, through which columns, and how many.

use std::marker::PhantomData;

use super::{EncodeKey, Key, KeysOf, Model, ModelMeta};

/// A borrowed primary key of `M`.
pub type KeyRefOf<'a, M> = <<M as Model>::Key as Key>::Ref<'a>;

use crate::ast::{MayBeNull, NotNull, Nullness};
use crate::load::slot;
use crate::path::{Each, Hop, Path};

/// A model, seen from a relation that leads to it.
///
/// A bound on [`Relation::To`] itself would be an error of its own beside those of the
/// functions that name the type. An error of this projection is the same text at the same
/// place wherever the derive names it, and the compiler says it once.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    label = "not a model",
    note = "write `#[derive(Model)]` on `{Self}`"
)]
pub trait IsModel {
    /// The model itself.
    type Model: Model;
}
#[diagnostic::do_not_recommend]
impl<M: Model> IsModel for M {
    type Model = M;
}

/// A relation of a model, as a type of its own. Written by the derive.
pub trait Relation: 'static {
    /// The model that has the relation.
    type From: Model;
    /// The model it leads to.
    type To: Model;
    /// How the two tables are linked.
    type Link: Link<From = Self::From, To = Self::To>;
    /// One, at most one, or many.
    type Arity: Arity;
    /// Its place among the model's relations.
    type Index;
    /// Its name.
    const NAME: &'static str;
}

/// Finds a relation by the hash of its name: `<Album as Named<{hash of "artist"}>>::Rel`.
///
/// Names as types let models refer to each other, and let `row!` name a row's type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no relation of this name",
    label = "no such relation of `{Self}`"
)]
pub trait Named<const HASH: u64>: Model {
    /// The relation.
    type Rel: Relation<From = Self>;
}

/// A foreign key, on the side that holds it.
#[diagnostic::on_unimplemented(
    message = "this relation is no foreign key, and `has_many`, `has_one` and `through` need one",
    label = "not a foreign key or one-to-one"
)]
pub trait ForeignKey: Relation {
    /// The place of its column, or of each.
    type Places;
    /// The columns that hold the key, in the order of the other's primary key.
    const COLUMNS: &'static [&'static str];
    /// The key's value, `None` where it is NULL.
    fn key<'m>(from: KeysOf<'m, Self::From>) -> Option<KeyRefOf<'m, Self::To>>;
}

/// A foreign key of `L` that points at `A`: what the other side of a relation, and a link
/// model, must have.
#[diagnostic::on_unimplemented(
    message = "this relation of `{L}` does not point at `{A}`",
    label = "not a foreign key of `{L}` to `{A}`",
    note = "the other side is named as `Model::relation`, where `relation` is a foreign key or one-to-one of `{L}` to `{A}`"
)]
pub trait BackTo<A, L> {
    /// The way back, from an `A` to the `L`s that point at it. The derive names it by this
    /// trait, so that a relation which leads elsewhere is told of in the trait's own words.
    type Way;
    /// The foreign key's name.
    const NAME: &'static str;
    /// The columns that hold the key.
    const COLUMNS: &'static [&'static str];
    /// The key's value, `None` where it is NULL.
    fn key<'m>(from: KeysOf<'m, L>) -> Option<KeyRefOf<'m, A>>
    where
        A: Model,
        L: Model;
}
#[diagnostic::do_not_recommend]
impl<A, L, F> BackTo<A, L> for F
where
    A: Model,
    L: Model,
    F: ForeignKey<From = L, To = A>,
{
    type Way = Reverse<A, L, F>;
    const NAME: &'static str = F::NAME;
    const COLUMNS: &'static [&'static str] = F::COLUMNS;
    #[inline]
    fn key<'m>(from: KeysOf<'m, L>) -> Option<KeyRefOf<'m, A>> {
        F::key(from)
    }
}

/// The only foreign key of a link model to `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no foreign key to `{T}`, or more than one",
    label = "which of its foreign keys lead to the two sides?",
    note = "name them: `through = Link(from, to)`, first the one that points here"
)]
pub trait OnlyKeyTo<T> {
    /// The foreign key.
    type Rel;
}

/// Columns of one side of a link.
#[derive(Debug, Clone, Copy)]
pub enum Columns {
    /// These.
    Names(&'static [&'static str]),
    /// The primary key's.
    KeyOf(&'static ModelMeta),
}

impl Columns {
    /// How many.
    pub fn len(self) -> usize {
        match self {
            Self::Names(names) => names.len(),
            Self::KeyOf(meta) => meta.key.len(),
        }
    }

    /// None at all; a model has at least one key column, so never.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The column at a place; the sides of a link have equally many.
    pub fn get(self, at: usize) -> &'static str {
        let name = match self {
            Self::Names(names) => names.get(at).copied(),
            Self::KeyOf(meta) => meta
                .key
                .get(at)
                .and_then(|&at| meta.columns.get(at))
                .map(|column| column.column),
        };
        name.unwrap_or("")
    }
}

/// The table between the two sides of a many-to-many relation.
#[derive(Debug, Clone, Copy)]
pub struct Via {
    /// The link table.
    pub meta: &'static ModelMeta,
    /// Its columns that hold the target's key.
    pub target: &'static [&'static str],
}

/// A foreign key that points at a model: what becomes of its rows when the model's are deleted
/// is said there.
#[derive(Debug, Clone, Copy)]
pub struct Back {
    /// The model that holds it.
    pub meta: &'static ModelMeta,
    /// Its relation.
    pub foreign_key: &'static str,
}

/// The foreign key behind a relation that is declared on the other side of it.
pub fn back<R: Relation>() -> Option<Back> {
    <R::Link as Link>::BACK
}

/// How the table of `From` finds rows of `To`.
pub trait Link: 'static {
    /// The side where one starts.
    type From: Model;
    /// The side where one arrives.
    type To: Model;
    /// The key that both sides share.
    type Key: Key;
    /// A table between the two.
    const VIA: Option<Via>;
    /// The foreign key that points at `From`.
    const BACK: Option<Back> = None;
    /// A key that is not NULL must lead to a row.
    const MUST_EXIST: bool = false;
    /// A key leads to one row at most, so that rows need no order.
    const ONE_EACH: bool = false;
    /// The target's rows hold the key themselves, and as an integer: then its place in a list
    /// of keys need not come from the database, which has its own idea of equal texts.
    const TELLS_KEY: bool = Self::VIA.is_none() && is_int::<Self::Key>();
    /// The source's columns.
    fn source() -> Columns;
    /// The columns that equal them: of the target, or of the table between.
    fn matched() -> Columns;
    /// The source's value, `None` where it is NULL.
    fn source_key<'m>(from: KeysOf<'m, Self::From>) -> Option<<Self::Key as Key>::Ref<'m>>;
    /// The same as the target holds it; `None` also where a table between does.
    fn target_key<'m>(to: KeysOf<'m, Self::To>) -> Option<<Self::Key as Key>::Ref<'m>>;
}

/// Whether a key is one integer.
pub(crate) const fn is_int<K: Key>() -> bool {
    matches!(<K::Ref<'static> as EncodeKey>::KINDS, [kind] if kind.is_int())
}

/// From the holder of a foreign key to the row it names.
pub struct Forward<F>(PhantomData<fn() -> F>);
/// From an `A` to the `B`s that hold its key in `F`.
pub struct Reverse<A, B, F>(PhantomData<fn() -> (A, B, F)>);
/// From an `A` to `B`s through link model `L`: `FA` is its foreign key to `A`, `FB` to `B`.
pub struct Through<A, B, L, FA, FB>(PhantomData<fn() -> (A, B, L, FA, FB)>);

impl<F: ForeignKey> Link for Forward<F> {
    type From = F::From;
    type To = F::To;
    type Key = <F::To as Model>::Key;
    const VIA: Option<Via> = None;
    const MUST_EXIST: bool = true;
    const ONE_EACH: bool = true;
    fn source() -> Columns {
        Columns::Names(F::COLUMNS)
    }
    fn matched() -> Columns {
        Columns::KeyOf(F::To::META)
    }
    #[inline]
    fn source_key<'m>(from: KeysOf<'m, F::From>) -> Option<KeyRefOf<'m, F::To>> {
        F::key(from)
    }
    #[inline]
    fn target_key<'m>(to: KeysOf<'m, F::To>) -> Option<KeyRefOf<'m, F::To>> {
        Some(F::To::key_in(to))
    }
}

impl<A, B, F> Link for Reverse<A, B, F>
where
    A: Model,
    B: Model,
    F: BackTo<A, B> + 'static,
{
    type From = A;
    type To = B;
    type Key = A::Key;
    const VIA: Option<Via> = None;
    const BACK: Option<Back> = Some(Back {
        meta: B::META,
        foreign_key: F::NAME,
    });
    fn source() -> Columns {
        Columns::KeyOf(A::META)
    }
    fn matched() -> Columns {
        Columns::Names(F::COLUMNS)
    }
    #[inline]
    fn source_key<'m>(from: KeysOf<'m, A>) -> Option<KeyRefOf<'m, A>> {
        Some(A::key_in(from))
    }
    #[inline]
    fn target_key<'m>(to: KeysOf<'m, B>) -> Option<KeyRefOf<'m, A>> {
        F::key(to)
    }
}

impl<A, B, L, FA, FB> Link for Through<A, B, L, FA, FB>
where
    A: Model,
    B: Model,
    L: Model,
    FA: BackTo<A, L> + 'static,
    FB: BackTo<B, L> + 'static,
{
    type From = A;
    type To = B;
    type Key = A::Key;
    const VIA: Option<Via> = Some(Via {
        meta: L::META,
        target: FB::COLUMNS,
    });
    const BACK: Option<Back> = Some(Back {
        meta: L::META,
        foreign_key: FA::NAME,
    });
    fn source() -> Columns {
        Columns::KeyOf(A::META)
    }
    fn matched() -> Columns {
        Columns::Names(FA::COLUMNS)
    }
    #[inline]
    fn source_key<'m>(from: KeysOf<'m, A>) -> Option<KeyRefOf<'m, A>> {
        Some(A::key_in(from))
    }
    #[inline]
    fn target_key<'m>(_: KeysOf<'m, B>) -> Option<KeyRefOf<'m, A>> {
        None
    }
}

/// From a key to the row that has it: how `in_bulk` and `chunks` read.
pub struct ByKey<M>(PhantomData<fn() -> M>);

impl<M: Model> Link for ByKey<M> {
    type From = M;
    type To = M;
    type Key = M::Key;
    const VIA: Option<Via> = None;
    const ONE_EACH: bool = true;
    fn source() -> Columns {
        Columns::KeyOf(M::META)
    }
    fn matched() -> Columns {
        Columns::KeyOf(M::META)
    }
    #[inline]
    fn source_key<'m>(from: KeysOf<'m, M>) -> Option<KeyRefOf<'m, M>> {
        Some(M::key_in(from))
    }
    #[inline]
    fn target_key<'m>(to: KeysOf<'m, M>) -> Option<KeyRefOf<'m, M>> {
        Some(M::key_in(to))
    }
}

/// How many rows a relation leads to, and so which slots hold them.
pub trait Arity: 'static {
    /// There may be no row.
    const MAYBE: bool;
    /// The same as a type.
    type Null: Nullness;
    /// The path to its rows inside an aggregate.
    type Each<P: Path, R: Relation<From = P::Model>>: Path<Model = R::To>;
    /// The slot of a row that came by JOIN.
    type Joined<T: 'static>: 'static;
    /// The slot of rows that came by a batched query.
    type Batched<T: 'static>: slot::BatchStore<T> + 'static;
}

/// Relations that lead to at most one row: they can be joined, ordered and filtered by.
pub trait ToOne: Arity {}

/// Exactly one: a foreign key that is never NULL.
pub struct One;
/// At most one: a nullable foreign key, or the other side of a one-to-one.
pub struct Maybe;
/// Any number.
pub struct Many;

impl Arity for One {
    const MAYBE: bool = false;
    type Null = NotNull;
    type Each<P: Path, R: Relation<From = P::Model>> = Hop<P, R>;
    type Joined<T: 'static> = slot::Loaded<slot::Inline<T>>;
    type Batched<T: 'static> = slot::Loaded<slot::Shared<T>>;
}
impl Arity for Maybe {
    const MAYBE: bool = true;
    type Null = MayBeNull;
    type Each<P: Path, R: Relation<From = P::Model>> = Hop<P, R>;
    type Joined<T: 'static> = slot::Loaded<slot::MaybeInline<T>>;
    type Batched<T: 'static> = slot::Loaded<slot::MaybeShared<T>>;
}
impl Arity for Many {
    const MAYBE: bool = true;
    type Null = MayBeNull;
    type Each<P: Path, R: Relation<From = P::Model>> = Each<P, R>;
    type Joined<T: 'static> = slot::Whole<T>;
    type Batched<T: 'static> = slot::Whole<T>;
}
impl ToOne for One {}
impl ToOne for Maybe {}
