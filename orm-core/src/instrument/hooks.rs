//! What waits for the commit of a connection's transaction, and how that transaction fares.

use diesel::connection::InstrumentationEvent;
use diesel::result::Error;

/// What runs after a commit.
pub(crate) type Hook = Box<dyn FnOnce() + Send>;

/// The hooks of a connection. Diesel tells of each BEGIN, COMMIT, ROLLBACK and savepoint,
/// whoever asks for it, so transactions that Diesel's own `transaction` opens are known too.
#[derive(Default)]
pub(crate) struct Hooks {
    /// With the depth of the transaction (1) or savepoint whose fate they share.
    waiting: Vec<(u32, Hook)>,
    /// The outermost transaction is an `atomic`, which runs its hooks itself.
    pub(crate) ours: bool,
    /// A failed statement may leave nothing to commit until a rollback (PostgreSQL).
    pub(crate) errors_abort: bool,
    /// COMMIT was announced; the next statement that ends is it.
    committing: bool,
    /// A statement failed, and no rollback came after it.
    failed: bool,
    /// The database rolled the whole transaction back by itself.
    gone: bool,
}

/// How the transaction fares, as far as can be told from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Health {
    /// Nothing failed.
    Good,
    /// A statement failed. Some databases commit nothing after that.
    Doubtful,
    /// There is nothing left to commit.
    Gone,
}

impl Hooks {
    pub(crate) fn add(&mut self, depth: u32, hook: Hook) {
        self.waiting.push((depth, hook));
    }

    pub(crate) fn health(&self) -> Health {
        match (self.gone, self.failed) {
            (true, _) => Health::Gone,
            (_, true) => Health::Doubtful,
            _ => Health::Good,
        }
    }

    #[cfg(feature = "async")]
    pub(crate) fn are_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// What ran COMMIT takes the hooks, in order.
    pub(crate) fn take(&mut self) -> Vec<Hook> {
        self.waiting.drain(..).map(|(_, hook)| hook).collect()
    }

    pub(super) fn hear(&mut self, event: &InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::BeginTransaction { depth, .. } if depth.get() == 1 => {
                let errors_abort = self.errors_abort;
                *self = Self {
                    errors_abort,
                    ..Self::default()
                };
            }
            InstrumentationEvent::RollbackTransaction { depth, .. } => {
                self.waiting.retain(|(own, _)| *own < depth.get());
                self.failed = false;
            }
            InstrumentationEvent::CommitTransaction { depth, .. } if depth.get() == 1 => {
                self.committing = true;
            }
            InstrumentationEvent::CommitTransaction { depth, .. } => {
                for (own, _) in &mut self.waiting {
                    *own = (*own).min(depth.get() - 1);
                }
            }
            InstrumentationEvent::FinishQuery { error, .. } if self.committing => {
                self.committing = false;
                let nothing = self.gone || self.failed && self.errors_abort;
                if error.is_some() || nothing {
                    self.waiting.clear();
                } else if !self.ours {
                    run_apart(self.take());
                }
            }
            InstrumentationEvent::FinishQuery {
                error: Some(Error::DatabaseError(_, about)),
                ..
            } => {
                self.failed = true;
                // MySQL ends the whole transaction at a deadlock, savepoints and all.
                self.gone |= about.message().starts_with("Deadlock found");
            }
            _ => {}
        }
    }
}

/// Runs hooks while Diesel is busy with the commit: a panic, which has been printed, goes no
/// further, since Diesel would take the transaction for open.
fn run_apart(hooks: Vec<Hook>) {
    let run = move || hooks.into_iter().for_each(|hook| hook());
    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
}
