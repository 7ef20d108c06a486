//! Reading rows by position: the model, then what was joined to it.

use std::marker::PhantomData;

use diesel::deserialize::{self, QueryableByName};
use diesel::row::{Field, NamedRow, Row};

use super::keys::Keyed;
use super::pick::ReadPick;
use super::slot::{InlineStore, NotLoaded};
use super::spec::{Join, RowOf, SpecList, Waits};
use crate::Error;
use crate::backend::Backend;
use crate::model::{
    Arity, KeyRef, Link, Model, ModelMeta, ReadModel, Relation, RowData, RowParts, Via,
};

/// Reading one relation's slot.
pub trait ReadSpec<R: Relation, DB: Backend> {
    /// The slot.
    type Loaded: 'static;
    /// Reads the slot, and moves `at` behind its columns.
    ///
    /// # Errors
    /// A value that does not fit its field, a foreign key that points nowhere.
    fn read<'r, Rw: Row<'r, DB>>(
        row: &Rw,
        at: &mut usize,
        from: &R::From,
    ) -> deserialize::Result<Self::Loaded>;
    /// How many columns it has.
    const WIDTH: usize;
}

/// Reading all slots.
pub trait ReadList<M: Model, Rels, DB: Backend> {
    /// The slots.
    type Loaded: 'static;
    /// Reads the slots, and moves `at` behind their columns.
    ///
    /// # Errors
    /// A value that does not fit its field, a foreign key that points nowhere.
    fn read<'r, Rw: Row<'r, DB>>(
        row: &Rw,
        at: &mut usize,
        from: &M,
    ) -> deserialize::Result<Self::Loaded>;
    /// How many columns they have.
    const WIDTH: usize;
}

impl<M: Model, DB: Backend> ReadList<M, (), DB> for () {
    type Loaded = ();
    #[inline]
    fn read<'r, Rw: Row<'r, DB>>(_: &Rw, _: &mut usize, _: &M) -> deserialize::Result<()> {
        Ok(())
    }
    const WIDTH: usize = 0;
}

impl<M, R, Rest, H, T, DB> ReadList<M, (R, Rest), DB> for (H, T)
where
    M: Model,
    R: Relation<From = M>,
    H: ReadSpec<R, DB>,
    T: ReadList<M, Rest, DB>,
    DB: Backend,
{
    type Loaded = (H::Loaded, T::Loaded);
    #[inline]
    fn read<'r, Rw: Row<'r, DB>>(
        row: &Rw,
        at: &mut usize,
        from: &M,
    ) -> deserialize::Result<Self::Loaded> {
        let head = H::read(row, at, from)?;
        Ok((head, T::read(row, at, from)?))
    }
    const WIDTH: usize = H::WIDTH + T::WIDTH;
}

impl<R: Relation, DB: Backend> ReadSpec<R, DB> for NotLoaded {
    type Loaded = NotLoaded;
    #[inline]
    fn read<'r, Rw: Row<'r, DB>>(
        _: &Rw,
        _: &mut usize,
        _: &R::From,
    ) -> deserialize::Result<NotLoaded> {
        Ok(NotLoaded)
    }
    const WIDTH: usize = 0;
}

impl<R: Relation, S: Default + 'static, DB: Backend> ReadSpec<R, DB> for Waits<S> {
    type Loaded = S;
    #[inline]
    fn read<'r, Rw: Row<'r, DB>>(_: &Rw, _: &mut usize, _: &R::From) -> deserialize::Result<S> {
        Ok(S::default())
    }
    const WIDTH: usize = 0;
}

impl<R, L, DB> ReadSpec<R, DB> for Join<L>
where
    R: Relation,
    R::To: ReadModel<DB>,
    L: ReadList<R::To, <R::To as Model>::Relations, DB>,
    <R::Arity as Arity>::Joined<RowOf<R::To, L::Loaded>>: InlineStore<RowOf<R::To, L::Loaded>>,
    DB: Backend,
{
    type Loaded = <R::Arity as Arity>::Joined<RowOf<R::To, L::Loaded>>;
    /// Where the join found no row nothing is read. A foreign key tells that by itself, but
    /// where it points nowhere; for other relations the joined key is looked at first.
    #[inline]
    fn read<'r, Rw: Row<'r, DB>>(
        row: &Rw,
        at: &mut usize,
        from: &R::From,
    ) -> deserialize::Result<Self::Loaded> {
        let start = *at;
        let absent = if R::Link::MUST_EXIST {
            R::Link::source_key(from).is_none()
        } else {
            is_absent(row, start, R::To::META)
        };
        let joined = if absent {
            *at += R::To::META.columns.len() + L::WIDTH;
            None
        } else {
            match read_row::<R::To, L, DB, Rw>(row, at) {
                Ok(joined) => Some(joined),
                Err(error) if R::Link::MUST_EXIST => {
                    return Err(unless_dangling::<R, DB, Rw>(row, start, from, error));
                }
                Err(error) => return Err(error),
            }
        };
        <R::Arity as Arity>::Joined::from_joined(joined).ok_or_else(|| dangling::<R>(from))
    }
    const WIDTH: usize = <R::To as Model>::META.columns.len() + L::WIDTH;
}

/// The first column of the key is NULL, so no row was joined.
#[inline]
fn is_absent<'r, DB: Backend, Rw: Row<'r, DB>>(row: &Rw, at: usize, meta: &ModelMeta) -> bool {
    let key = meta.key.first().copied().unwrap_or(0);
    row.get(at + key).is_none_or(|field| field.is_null())
}

/// Why a joined row could not be read: it is not there, or holds what does not fit.
#[cold]
fn unless_dangling<'r, R: Relation, DB: Backend, Rw: Row<'r, DB>>(
    row: &Rw,
    at: usize,
    from: &R::From,
    error: Box<dyn std::error::Error + Send + Sync>,
) -> Box<dyn std::error::Error + Send + Sync> {
    if is_absent(row, at, R::To::META) {
        dangling::<R>(from)
    } else {
        error
    }
}

#[cold]
fn dangling<R: Relation>(from: &R::From) -> Box<dyn std::error::Error + Send + Sync> {
    Box::new(Error::DanglingForeignKey {
        model: R::From::META.name,
        relation: R::NAME,
        key: R::Link::source_key(from).map_or_else(String::new, KeyRef::describe),
    })
}

/// Reads a model and its slots.
#[inline]
pub(crate) fn read_row<'r, M, L, DB, Rw>(
    row: &Rw,
    at: &mut usize,
) -> deserialize::Result<RowOf<M, L::Loaded>>
where
    M: ReadModel<DB>,
    L: ReadList<M, M::Relations, DB>,
    DB: Backend,
    Rw: Row<'r, DB>,
{
    let model = M::read(row, *at)?;
    *at += M::META.columns.len();
    let slots = L::read(row, at, &model)?;
    Ok(RowParts::from_data(RowData { model, slots }))
}

/// A row whose batched relations are still to come. Only this type can be read by Diesel:
/// were the public row readable, `get_results` would hand out empty relations as loaded.
pub struct Pending<M, Raw, Rd> {
    /// The row.
    pub raw: Raw,
    types: PhantomData<fn() -> (M, Rd)>,
}

impl<M, Raw, Rd, DB> QueryableByName<DB> for Pending<M, Raw, Rd>
where
    M: Model,
    Rd: ReadPick<M, DB, Raw = Raw>,
    DB: Backend,
{
    #[inline]
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        Ok(Self {
            raw: Rd::read(row, &mut 0)?,
            types: PhantomData,
        })
    }
}

/// A child with the place of its parent's key, found by link `K`. Where the link tells the
/// key, the place is still to be found.
pub struct PendingChild<K, Raw, Rd> {
    /// The child.
    pub keyed: Keyed<Raw>,
    types: PhantomData<fn() -> (K, Rd)>,
}

impl<K, Raw, Rd, DB> QueryableByName<DB> for PendingChild<K, Raw, Rd>
where
    K: Link,
    Rd: ReadPick<K::To, DB, Raw = Raw>,
    DB: Backend,
{
    #[inline]
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let (ordinal, first) = if K::TELLS_KEY {
            (0, 0)
        } else {
            (usize::try_from(DB::read_i64(row, 0)?)?, 1)
        };
        let row = match (Rd::read(row, &mut { first }), K::VIA) {
            (Ok(row), _) => row,
            (Err(_), Some(via)) if is_absent(row, first, K::To::META) => {
                return Err(dangling_link(via, K::To::META));
            }
            (Err(error), _) => return Err(error),
        };
        Ok(Self {
            keyed: Keyed { ordinal, row },
            types: PhantomData,
        })
    }
}

/// A link row names a target that is not there.
#[cold]
fn dangling_link(via: Via, target: &ModelMeta) -> Box<dyn std::error::Error + Send + Sync> {
    let relation = via
        .meta
        .relations
        .iter()
        .find(|relation| {
            let columns = relation.fields.iter().filter_map(|field| {
                via.meta
                    .columns
                    .iter()
                    .find(|column| column.field == *field)
            });
            columns
                .map(|column| column.column)
                .eq(via.target.iter().copied())
        })
        .map_or(target.name, |relation| relation.name);
    Box::new(Error::DanglingForeignKey {
        model: via.meta.name,
        relation,
        key: format!("of a `{}`", target.name),
    })
}

/// A number: a count.
pub struct Number(pub i64);

impl<DB: Backend> QueryableByName<DB> for Number {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        DB::read_i64(row, 0).map(Self)
    }
}

/// A row of which nothing is asked but that it is there.
pub struct Found;

impl<DB: Backend> QueryableByName<DB> for Found {
    fn build<'a>(_: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        Ok(Self)
    }
}

/// A primary key alone.
pub struct PendingKey<M: Model>(pub M::Key);

impl<M: ReadModel<DB>, DB: Backend> QueryableByName<DB> for PendingKey<M> {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        M::read_key(row).map(Self)
    }
}

/// A queryset whose rows a backend can read.
pub trait Readable<M: Model, DB: Backend>:
    SpecList<M, Reader: ReadList<M, M::Relations, DB, Loaded = Self::Loaded>>
{
}
impl<M: Model, DB: Backend, L> Readable<M, DB> for L where
    L: SpecList<M, Reader: ReadList<M, M::Relations, DB, Loaded = L::Loaded>>
{
}
