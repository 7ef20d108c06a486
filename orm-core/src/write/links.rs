//! Links of a many-to-many relation: `book.tags.add(&tag)`.
//!
//! What is there and what is missing is found out by the database, in the statement that writes:
//! nothing is read before, and no row of the link table is written twice.

use std::marker::PhantomData;

use diesel::query_builder::QueryId;

use super::NoReadonly;
use super::bulk_create::{Called, Left};
use super::hooks::Unhooked;
use super::insert::InsertOn;
use super::run::{Write, WriteOn};
use super::session::Session;
use super::violation::of_model;
use crate::Result;
use crate::backend::KeyList;
use crate::driver::Driver;
use crate::model::{BackTo, Model, NoTenant, Relation, Through};
use crate::path::{IntoHop, Root};

mod ends;
mod statements;
mod values;
mod wanted;

use ends::Sent;
pub use ends::{KeyedRow, LinkEnd, LinkEnds};
use statements::Those;
pub use values::{LinkValues, PushLinkValues, link_value};
use wanted::Wanted;

/// A many-to-many relation: one with a table of its own for its links.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no many-to-many relation, so there are no links to add, remove or set",
    label = "no `many_to_many` of the model",
    note = "elsewhere the row that holds the foreign key says where it belongs, so set it there: `queryset!(Track.filter(…).update(album_id = …))`"
)]
pub trait ManyToMany: Relation {
    /// The link model.
    type Table: Model;
    /// Its columns that hold the key of the row that has the relation.
    const FROM: &'static [&'static str];
    /// Its columns that hold the key of the rows that it leads to.
    const TO: &'static [&'static str];
}
#[diagnostic::do_not_recommend]
impl<R: Relation<Link: ByTable>> ManyToMany for R {
    type Table = <R::Link as ByTable>::Table;
    const FROM: &'static [&'static str] = <R::Link as ByTable>::FROM;
    const TO: &'static [&'static str] = <R::Link as ByTable>::TO;
}

/// A table between the two sides of a relation.
pub trait ByTable {
    /// The link model.
    type Table: Model;
    /// Its columns that hold the key of the one side.
    const FROM: &'static [&'static str];
    /// Its columns that hold the key of the other.
    const TO: &'static [&'static str];
}
impl<A, B, L, FA, FB> ByTable for Through<A, B, L, FA, FB>
where
    A: Model,
    B: Model,
    L: Model,
    FA: BackTo<A, L>,
    FB: BackTo<B, L>,
{
    type Table = L;
    const FROM: &'static [&'static str] = FA::COLUMNS;
    const TO: &'static [&'static str] = FB::COLUMNS;
}

/// A link model whose rows belong to no tenant.
#[diagnostic::on_unimplemented(
    message = "rows of `{Self}` belong to a tenant, and none is said for the new links",
    label = "whose links are these?",
    note = "say it with them, by the field that `#[model(tenant = …)]` names: `add(rows, tenant_id = id)`"
)]
pub trait LinksOfNobody {}
#[diagnostic::do_not_recommend]
impl<L: NoTenant> LinksOfNobody for L {}

/// What a write of links did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Linked {
    /// The links that were not there before.
    pub added: usize,
    /// The links that are gone.
    pub removed: usize,
}

/// The links of one row by relation `R`. Made by [`links`].
pub struct Links<R: Relation> {
    from: <R::From as Model>::Key,
    relation: PhantomData<fn() -> R>,
}

/// The links of a row by a many-to-many relation, to be changed: what
/// `queryset!(book.tags.add(&tag))` begins with.
///
/// ```
/// # orm_core::doctest_links!();
/// use orm_core::write::{Linked, links};
///
/// # let conn = &mut connection();
/// let book = queryset!(Book.filter(id == 1)).get(conn)?;
/// let tags = queryset!(Tag).load(conn)?;
/// let changed = links(&book, fields_of(&Book).tags()).add(&tags).run(conn)?;
/// assert_eq!(changed, Linked { added: 2, removed: 0 }); // one was there
/// # Ok::<(), orm_core::Error>(())
/// ```
pub fn links<T, K, H>(row: &T, relation: H) -> Links<H::Rel>
where
    T: KeyedRow<K>,
    H: IntoHop<Parent = Root<T::Model>, Rel: Relation<From = T::Model>>,
{
    let _ = relation;
    Links {
        from: row.row_key(),
        relation: PhantomData,
    }
}

/// The fields of a row's model, by which its relations are named.
pub fn fields_of_row<T: KeyedRow<K>, K>(_: &T) -> <T::Model as Model>::Fields<Root<T::Model>> {
    <T::Model as Model>::fields()
}

/// The fields of the link model.
pub fn link_fields<R: ManyToMany>(_: &Links<R>) -> <R::Table as Model>::Fields<Root<R::Table>> {
    <R::Table as Model>::fields()
}

/// Whether no column is of both sides.
const fn are_apart(from: &[&str], to: &[&str]) -> bool {
    let (mut one, mut other) = (0, 0);
    while one < from.len() {
        if other == to.len() {
            one += 1;
            other = 0;
        } else if is_same(from[one], to[other]) {
            return false;
        } else {
            other += 1;
        }
    }
    true
}

const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    one.len() == at && other.len() == at
}

/// What becomes of the links.
#[derive(Clone, Copy)]
enum Change {
    Add,
    Remove,
    Set,
    Clear,
}

/// A write of links, to be run. Made by the methods of [`Links`].
pub struct LinkWrite<R: Relation, A = (), H = Called> {
    wanted: Wanted<R, A>,
    hooks: PhantomData<fn() -> H>,
}

/// A link model of which no hook is passed over in silence.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has hooks, and they are not called for links, which the database finds by itself",
    label = "links of `{Self}` are written without its hooks",
    note = "write `.without_hooks()` before `run`; or write rows of `{Self}`, which calls them: `queryset!({Self}.create(…))`"
)]
pub trait LinksWith<H> {}
#[diagnostic::do_not_recommend]
impl<L: Unhooked> LinksWith<Called> for L {}
#[diagnostic::do_not_recommend]
impl<L> LinksWith<Left> for L {}

// What the relation must be is said at each method and not of them all: it is then one error, in
// the trait's own words.
impl<R: Relation> Links<R> {
    fn write<A>(self, change: Change, to: Vec<<R::To as Model>::Key>, values: A) -> LinkWrite<R, A>
    where
        R: ManyToMany,
    {
        const {
            assert!(
                are_apart(R::FROM, R::TO),
                "a column of the link model is part of both foreign keys, and links with such are \
                 not written by `add`, `remove`, `set` and `clear`"
            );
        }
        let wanted = Wanted {
            change,
            from: KeyList::new(vec![Sent(self.from)]),
            to: KeyList::new(to.into_iter().map(Sent).collect()),
            values,
        };
        LinkWrite {
            wanted,
            hooks: PhantomData,
        }
    }

    /// Links the row with these, where it is not yet: rows, references to rows or keys, one or
    /// several. What is linked already stays as it is and is no error.
    ///
    /// ```
    /// # orm_core::doctest_links!();
    /// # let conn = &mut connection();
    /// # let book = queryset!(Book.filter(id == 1)).get(conn)?;
    /// let tag = queryset!(Tag.filter(name == "novel")).get(conn)?;
    /// let add = queryset!(book.tags.add(&tag));
    /// assert_eq!(add.run(conn)?.added, 1); // 1 query
    /// assert_eq!(add.run(conn)?.added, 0);
    /// assert_eq!(queryset!(book.tags.add([1, 2, 3])).run(conn)?.added, 1); // keys
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// SQL: `INSERT INTO link (book_id, tag_id) SELECT …, k FROM list LEFT JOIN link ON … WHERE link.book_id
    /// IS NULL`, and where the link model says that the two are unique together, `ON CONFLICT (book_id, tag_id)
    /// DO NOTHING`, so that two connections may add the same link at once. On MySQL, which cannot say of which key
    /// a conflict is, links that meet one are inserted once more, each by itself. (There connections may deadlock, as
    /// inserts at the same place do: [`retry`](crate::transaction::Atomic::retry).)
    #[allow(clippy::should_implement_trait)] // the word that is written: `book.tags.add(&tag)`
    pub fn add<T, K>(self, rows: T) -> LinkWrite<R>
    where
        R: ManyToMany<Table: NoReadonly + LinksOfNobody>,
        T: LinkEnds<R::To, <R::To as Model>::Key, K>,
    {
        self.write(Change::Add, rows.end_keys(), ())
    }

    /// The same, with values for further columns of the link model:
    /// `(assignment, (assignment, ()))`. Links that are there already keep theirs.
    ///
    /// ```
    /// # orm_core::doctest_links!();
    /// # let conn = &mut connection();
    /// # let book = queryset!(Book.filter(id == 1)).get(conn)?;
    /// queryset!(book.tags.add(3, weight = 5)).run(conn)?;
    /// assert_eq!(queryset!(BookTag.filter(tag_id == 3)).get(conn)?.weight, 5);
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    pub fn add_with<T, K, A>(self, rows: T, values: A) -> LinkWrite<R, A>
    where
        R: ManyToMany<Table: NoReadonly>,
        T: LinkEnds<R::To, <R::To as Model>::Key, K>,
        A: LinkValues<R::Table>,
    {
        self.write(Change::Add, rows.end_keys(), values)
    }

    /// Deletes the links with these, those that are there.
    ///
    /// ```
    /// # orm_core::doctest_links!();
    /// # let conn = &mut connection();
    /// # let book = queryset!(Book.filter(id == 1)).get(conn)?;
    /// let changed = queryset!(book.tags.remove([1, 2])).run(conn)?; // 1 query
    /// assert_eq!(changed.removed, 1);
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// SQL: `DELETE FROM link WHERE book_id = … AND tag_id IN (list)`, the list as one bind.
    pub fn remove<T, K>(self, rows: T) -> LinkWrite<R>
    where
        R: ManyToMany<Table: NoReadonly>,
        T: LinkEnds<R::To, <R::To as Model>::Key, K>,
    {
        self.write(Change::Remove, rows.end_keys(), ())
    }

    /// Links the row with these and no others. Links that stay keep their rows, with the ids and
    /// columns that they have.
    ///
    /// ```
    /// # orm_core::doctest_links!();
    /// use orm_core::write::Linked;
    ///
    /// # let conn = &mut connection();
    /// # let book = queryset!(Book.filter(id == 1)).get(conn)?;
    /// let set = queryset!(book.tags.set([2, 3]));
    /// assert_eq!(set.run(conn)?, Linked { added: 2, removed: 1 }); // 2 queries, 3 where the row is locked
    /// assert_eq!(set.run(conn)?, Linked { added: 0, removed: 0 });
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// SQL: `SELECT 1 FROM books WHERE id = … FOR UPDATE` (PostgreSQL `FOR NO KEY UPDATE`; not on SQLite, which
    /// locks its file), the DELETE of those that are not in the list, and the INSERT of [`add`](Self::add), in one
    /// transaction, or in a savepoint of the one that is open. Of an empty list no INSERT.
    ///
    /// So another connection that sets or clears links of the row waits until this one has committed, and the
    /// last one's list is what is left. On PostgreSQL that is not so from `REPEATABLE READ` on, where a
    /// transaction does not see what was committed since it began: there `SERIALIZABLE` refuses one of the two.
    /// Rows of a `readonly` model, and those that are not there, are not locked.
    pub fn set<T, K>(self, rows: T) -> LinkWrite<R>
    where
        R: ManyToMany<Table: NoReadonly + LinksOfNobody>,
        T: LinkEnds<R::To, <R::To as Model>::Key, K>,
    {
        self.write(Change::Set, rows.end_keys(), ())
    }

    /// The same, with values for further columns of the links that are new.
    pub fn set_with<T, K, A>(self, rows: T, values: A) -> LinkWrite<R, A>
    where
        R: ManyToMany<Table: NoReadonly>,
        T: LinkEnds<R::To, <R::To as Model>::Key, K>,
        A: LinkValues<R::Table>,
    {
        self.write(Change::Set, rows.end_keys(), values)
    }

    /// Deletes all links of the row.
    ///
    /// ```
    /// # orm_core::doctest_links!();
    /// # let conn = &mut connection();
    /// # let book = queryset!(Book.filter(id == 1)).get(conn)?;
    /// assert_eq!(queryset!(book.tags.clear()).run(conn)?.removed, 1); // 1 query, 2 where the row is locked
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// SQL: `DELETE FROM link WHERE book_id = …`, before which the row is locked as by [`set`](Self::set), in one
    /// transaction.
    pub fn clear(self) -> LinkWrite<R>
    where
        R: ManyToMany<Table: NoReadonly>,
    {
        self.write(Change::Clear, Vec::new(), ())
    }
}

impl<R, A, H, DB> Write<DB> for &LinkWrite<R, A, H>
where
    R: ManyToMany,
    H: 'static,
    A: PushLinkValues<R::Table, DB> + QueryId + Send + Sync,
    DB: InsertOn,
{
    type Output = Linked;
    async fn write<S: Session<Db = DB>>(self, session: &mut S) -> Result<Linked> {
        let wanted = &self.wanted;
        wanted.values.check()?;
        let changed = match wanted.change {
            Change::Add | Change::Remove if wanted.to.keys.is_empty() => Ok(Linked::default()),
            Change::Add => wanted.insert(session).await.map(|added| Linked {
                added,
                ..Linked::default()
            }),
            Change::Remove => wanted.delete::<Those, S>(session).await,
            Change::Set | Change::Clear => wanted.replace(session).await,
        };
        changed.map_err(of_model(R::Table::META))
    }
}

impl<R: Relation, A> LinkWrite<R, A> {
    /// Calls none of the link model's hooks, which are not called for links: said by whoever
    /// knows it.
    pub fn without_hooks(self) -> LinkWrite<R, A, Left> {
        LinkWrite {
            wanted: self.wanted,
            hooks: PhantomData,
        }
    }
}

impl<R: ManyToMany, A, H> LinkWrite<R, A, H> {
    /// Runs the write: one query of [`add`](Links::add) and [`remove`](Links::remove), and none of an empty
    /// list; two of [`set`](Links::set), one of [`clear`](Links::clear), and one more of these where rows can be
    /// locked.
    ///
    /// On an async connection it gives a future: `write.run(&mut conn).await?`.
    ///
    /// # Errors
    /// [`Error::Violation`](crate::Error::Violation) of the link model: a key that no row has, where a
    /// foreign key of the link table asks for one; a further column of it that has no default, and for
    /// which no value was said; another unique key than the one over both sides. What else the
    /// database says is [`Error::Database`](crate::Error::Database). Nothing is changed then.
    pub fn run<'c, C, K: Driver, L>(&'c self, conn: &'c mut C) -> K::Out<'c, Linked>
    where
        R: ManyToMany<Table = L>,
        L: LinksWith<H>,
        &'c Self: WriteOn<C, K, Output = Linked>,
    {
        self.run_on(conn)
    }
}

#[cfg(test)]
mod tests {
    use super::are_apart;

    #[test]
    fn columns_of_both_sides_are_found() {
        assert!(are_apart(&["book_id"], &["tag_id"]));
        assert!(are_apart(&["a", "b"], &["c", "ab"]));
        assert!(!are_apart(&["org_id", "book_id"], &["tag_id", "org_id"]));
        assert!(!are_apart(&["id"], &["id"]));
    }
}
