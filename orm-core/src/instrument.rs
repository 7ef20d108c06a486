//! What is heard by Diesel's own instrumentation, beside the user's: queries to count, and
//! commits to wait for.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use diesel::connection::{
    Connection, Instrumentation, InstrumentationEvent, get_default_instrumentation,
};

#[cfg(feature = "async")]
use crate::driver::AsyncDriver;
use crate::driver::SyncDriver;

mod hooks;

pub(crate) use self::hooks::{Health, Hooks};

/// What ran on a connection while it was watched.
#[derive(Debug, Default, Clone)]
pub struct Seen {
    /// The SQL of every query that was sent, in order. BEGIN, COMMIT and savepoints are none.
    pub queries: Vec<String>,
    /// The SQL of every statement that was prepared for the cache.
    pub prepared: Vec<String>,
}

/// The instrumentation of a connection: any number of observers side by side.
///
/// Diesel keeps one instrumentation a connection. To have yours beside query counting, add
/// it here instead of setting it alone:
///
/// ```
/// # orm_core::doctest_models!();
/// # let mut conn = connection();
/// orm_core::instrument::observe(&mut conn, |event: diesel::connection::InstrumentationEvent<'_>| {
///     // log it
///     let _ = event;
/// });
/// assert_num_queries!(&mut conn, 1, { Album.count(&mut conn)? });
/// # Ok::<(), orm_core::Error>(())
/// ```
#[derive(Default)]
pub struct Observers {
    yours: Option<Box<dyn Instrumentation>>,
    // Of watches that may have ended.
    watching: Vec<Weak<Mutex<Seen>>>,
    hooks: Hooks,
}

impl Instrumentation for Observers {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        self.watching.retain(|watch| watch.strong_count() > 0);
        if !self.watching.is_empty() {
            match &event {
                InstrumentationEvent::StartQuery { query, .. } => {
                    let text = query.to_string();
                    if !is_transaction(&text) {
                        self.each(|seen| seen.queries.push(text.clone()));
                    }
                }
                InstrumentationEvent::CacheQuery { sql, .. } => {
                    self.each(|seen| seen.prepared.push((*sql).to_owned()));
                }
                _ => {}
            }
        }
        self.hooks.hear(&event);
        self.yours.on_connection_event(event);
    }
}

impl Observers {
    fn each(&self, see: impl Fn(&mut Seen)) {
        for watching in self.watching.iter().filter_map(Weak::upgrade) {
            see(&mut watching.lock().unwrap_or_else(PoisonError::into_inner));
        }
    }
}

fn is_transaction(sql: &str) -> bool {
    ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"]
        .iter()
        .any(|word| {
            sql.get(..word.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(word))
        })
}

/// A connection, sync or async, that tells what runs on it. The driver `K` is found by the
/// connection.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no connection that can be watched",
    label = "a mutable reference to a connection goes here"
)]
pub trait Watched<K> {
    /// What observes it now.
    fn observing(&mut self) -> &mut dyn Instrumentation;
    /// Sets what observes it.
    fn set_observing(&mut self, observers: Observers);
}

#[diagnostic::do_not_recommend]
impl<C: Connection> Watched<SyncDriver> for C {
    fn observing(&mut self) -> &mut dyn Instrumentation {
        self.instrumentation()
    }
    fn set_observing(&mut self, observers: Observers) {
        self.set_instrumentation(observers);
    }
}

#[cfg(feature = "async")]
#[diagnostic::do_not_recommend]
impl<C: diesel_async::AsyncConnection> Watched<AsyncDriver<()>> for C {
    fn observing(&mut self) -> &mut dyn Instrumentation {
        self.instrumentation()
    }
    fn set_observing(&mut self, observers: Observers) {
        self.set_instrumentation(observers);
    }
}

/// Changes the connection's observers, which are put in place first where there are none.
fn with_observers<C: Watched<K>, K>(conn: &mut C, change: impl FnOnce(&mut Observers)) {
    if conn.observing().downcast_mut::<Observers>().is_none() {
        // A new connection has what `set_default_instrumentation` gives; it is kept.
        let yours = get_default_instrumentation();
        conn.set_observing(Observers {
            yours,
            ..Observers::default()
        });
    }
    if let Some(observers) = conn.observing().downcast_mut::<Observers>() {
        change(observers);
    }
}

/// The hooks of a connection. `None` where an instrumentation that was set by Diesel's
/// `set_instrumentation` is in the way: Diesel gives it to nobody, and it must not be lost.
pub(crate) fn hooks<C: Watched<K>, K>(conn: &mut C) -> Option<&mut Hooks> {
    let there = conn.observing();
    if !there.is::<Observers>() {
        let default = get_default_instrumentation();
        let same =
            |default: &dyn Instrumentation| default.as_any().type_id() == there.as_any().type_id();
        if !(is_none(there) || default.as_deref().is_some_and(same)) {
            return None;
        }
        conn.set_observing(Observers {
            yours: default,
            ..Observers::default()
        });
    }
    let observers = conn.observing().downcast_mut::<Observers>();
    observers.map(|observers| &mut observers.hooks)
}

/// Nothing was set: then Diesel hands out a value without a size that lies in the connection.
/// A value without a size that somebody set is in a box, whose address is its alignment.
fn is_none(instrumentation: &dyn Instrumentation) -> bool {
    let address = std::ptr::from_ref(instrumentation).addr();
    size_of_val(instrumentation) == 0 && address != align_of_val(instrumentation)
}

/// Adds your instrumentation beside query counting; it replaces the one before it.
pub fn observe<C: Watched<K>, K>(conn: &mut C, instrumentation: impl Instrumentation) {
    with_observers(conn, |observers| {
        observers.yours = Some(Box::new(instrumentation))
    });
}

/// Begins to watch a connection.
///
/// An instrumentation that was set on the connection by Diesel's `set_instrumentation` is
/// replaced, since Diesel gives it to nobody; one that came by
/// `set_default_instrumentation` or by [`observe`] is kept.
///
/// ```
/// # orm_core::doctest_models!();
/// # let mut conn = connection();
/// let watch = orm_core::instrument::watch(&mut conn);
/// Album.load(&mut conn)?;
/// assert_eq!(watch.finish(&mut conn).queries.len(), 1);
/// # Ok::<(), orm_core::Error>(())
/// ```
pub fn watch<C: Watched<K>, K>(conn: &mut C) -> Watch {
    let seen = Arc::new(Mutex::new(Seen::default()));
    with_observers(conn, |observers| {
        observers.watching.push(Arc::downgrade(&seen))
    });
    Watch { seen }
}

/// A connection that is watched.
#[derive(Debug)]
#[must_use = "`finish` gives what was seen"]
pub struct Watch {
    seen: Arc<Mutex<Seen>>,
}

impl Watch {
    /// Ends the watch and gives what was seen.
    pub fn finish<C: Watched<K>, K>(self, conn: &mut C) -> Seen {
        with_observers(conn, |observers| {
            observers
                .watching
                .retain(|seen| !std::ptr::eq(seen.as_ptr(), Arc::as_ptr(&self.seen)));
        });
        self.seen()
    }

    /// What was seen. The watch ends with this value, and needs no connection for that: so
    /// what is no connection is told of once.
    #[doc(hidden)]
    pub fn seen(self) -> Seen {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// Runs a block and panics if it sent another number of queries than said. The text of the
/// panic shows what ran. BEGIN, COMMIT and savepoints do not count.
///
/// ```
/// # orm_core::doctest_models!();
/// # let mut conn = connection();
/// let albums = assert_num_queries!(&mut conn, 2, {
///     queryset!(Album.prefetch_related(tracks)).load(&mut conn)?
/// });
/// assert_eq!(albums.len(), 3);
/// # Ok::<(), orm_core::Error>(())
/// ```
#[macro_export]
macro_rules! assert_num_queries {
    ($conn:expr, $expected:expr, $block:expr $(,)?) => {{
        let watch = $crate::instrument::watch(&mut *$conn);
        let value = $block;
        let seen = watch.seen();
        $crate::instrument::assert_queries(&seen, $expected);
        value
    }};
}

/// What [`assert_num_queries!`](crate::assert_num_queries) checks.
///
/// # Panics
/// If the numbers differ.
#[track_caller]
pub fn assert_queries(seen: &Seen, expected: usize) {
    assert!(
        seen.queries.len() == expected,
        "expected {expected} queries, and {} ran:\n{}",
        seen.queries.len(),
        seen.queries.join("\n"),
    );
}
