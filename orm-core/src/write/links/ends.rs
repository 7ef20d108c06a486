//! The two ends of a link: the row that has the relation, and what it is linked with.

use std::collections::HashSet;

use foldhash::fast::RandomState;

use crate::load::pick_values::Annotated;
use crate::model::{EncodeKey, Key, KeyEncoder, KeyKind, Model, Record, RowParts};

/// A row that is there: a model's value, a row of any queryset, or a reference to one. `K` says
/// which, and is found by the compiler.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no row, and links are written of a row that is there",
    label = "a row goes here: a model's value, or what `get`, `first` or `load` gave",
    note = "of a row that is still in the database, load it first: `let book = queryset!(Book.filter(…)).get(&mut conn)?;`"
)]
pub trait KeyedRow<K> {
    /// Its model.
    type Model: Model;
    /// Its primary key.
    fn row_key(&self) -> <Self::Model as Model>::Key;
}

/// A model's value, whole or in part.
pub struct AsRecord;
/// A row of a queryset.
pub struct AsRow;
/// A row with values beside it.
pub struct AsAnnotated;
/// A reference to one of them.
pub struct AsReference<K>(K);
/// A primary key.
pub struct AsKey;
/// Text that is borrowed, where the key is a `String`.
pub struct AsText;
/// One of them.
pub struct AsOne<K>(K);
/// Any number of them.
pub struct AsMany<K>(K);

fn key_of<H: Record>(record: &H) -> <H::Model as Model>::Key {
    Key::owned(H::Model::key_in(record.keys()))
}

#[diagnostic::do_not_recommend]
impl<H: Record> KeyedRow<AsRecord> for H {
    type Model = H::Model;
    fn row_key(&self) -> <H::Model as Model>::Key {
        key_of(self)
    }
}
#[diagnostic::do_not_recommend]
impl<R: RowParts> KeyedRow<AsRow> for R {
    type Model = R::Model;
    fn row_key(&self) -> <R::Model as Model>::Key {
        key_of(&self.data().model)
    }
}
#[diagnostic::do_not_recommend]
impl<R: RowParts, A> KeyedRow<AsAnnotated> for Annotated<R, A> {
    type Model = R::Model;
    fn row_key(&self) -> <R::Model as Model>::Key {
        let row: &R = self;
        key_of(&row.data().model)
    }
}
#[diagnostic::do_not_recommend]
impl<T: KeyedRow<K>, K> KeyedRow<AsReference<K>> for &T {
    type Model = T::Model;
    fn row_key(&self) -> <T::Model as Model>::Key {
        (**self).row_key()
    }
}

/// One row of `M`, or its key, which is `Key`.
pub trait LinkEnd<M: Model, Key, K> {
    /// The key.
    fn end_key(&self) -> M::Key;
}
#[diagnostic::do_not_recommend]
impl<M: Model, Key, T: KeyedRow<K, Model = M>, K> LinkEnd<M, Key, AsOne<K>> for T {
    fn end_key(&self) -> M::Key {
        self.row_key()
    }
}
#[diagnostic::do_not_recommend]
impl<M: Model<Key = K>, K: Key> LinkEnd<M, K, AsKey> for K {
    fn end_key(&self) -> K {
        self.clone()
    }
}
#[diagnostic::do_not_recommend]
impl<M: Model<Key = K>, K: Key> LinkEnd<M, K, AsReference<AsKey>> for &K {
    fn end_key(&self) -> K {
        (*self).clone()
    }
}
#[diagnostic::do_not_recommend]
impl<M: Model<Key = String>> LinkEnd<M, String, AsText> for &str {
    fn end_key(&self) -> String {
        (*self).to_owned()
    }
}
#[diagnostic::do_not_recommend]
impl<M: Model<Key = String>> LinkEnd<M, String, AsReference<AsText>> for &&str {
    fn end_key(&self) -> String {
        (**self).to_owned()
    }
}

/// Rows of `M` or their keys, which are `Key`: one, a reference to one, or anything that gives
/// several, such as a `Vec` and a slice.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither rows of `{M}` nor keys of them",
    label = "rows of `{M}` go here, or their primary keys, which are `{Key}`",
    note = "one, or several: `&row`, `&rows`, `key`, `[first, second]`, or an iterator"
)]
pub trait LinkEnds<M: Model, Key, K> {
    /// The keys, each once.
    fn end_keys(self) -> Vec<M::Key>;
}
#[diagnostic::do_not_recommend]
impl<M: Model, Key, T: LinkEnd<M, Key, K>, K> LinkEnds<M, Key, AsOne<K>> for T {
    fn end_keys(self) -> Vec<M::Key> {
        vec![self.end_key()]
    }
}
#[diagnostic::do_not_recommend]
impl<M, Key, I, K> LinkEnds<M, Key, AsMany<K>> for I
where
    M: Model,
    I: IntoIterator<Item: LinkEnd<M, Key, K>>,
{
    fn end_keys(self) -> Vec<M::Key> {
        let keys: Vec<M::Key> = self.into_iter().map(|end| end.end_key()).collect();
        each_once(keys)
    }
}

/// What was named twice is linked once, also where no unique key of the table says so.
fn each_once<K: Key>(mut keys: Vec<K>) -> Vec<K> {
    let mut seen: HashSet<K::Ref<'_>, RandomState> =
        HashSet::with_capacity_and_hasher(keys.len(), RandomState::default());
    let first: Vec<bool> = keys.iter().map(|key| seen.insert(key.borrowed())).collect();
    drop(seen);
    if first.contains(&false) {
        let mut first = first.into_iter();
        keys.retain(|_| first.next().unwrap_or(true));
    }
    keys
}

/// A key on its way to the database.
#[derive(Clone)]
pub struct Sent<K>(pub(super) K);

impl<K: Key> EncodeKey for Sent<K> {
    const KINDS: &'static [KeyKind] = <K::Ref<'static> as EncodeKey>::KINDS;
    fn encode_key<E: KeyEncoder + ?Sized>(&self, encoder: &mut E) {
        self.0.borrowed().encode_key(encoder);
    }
}
