//! The time of a write: what `auto_now` and `auto_now_add` fill in.

/// A type of time, which the clock can tell.
#[diagnostic::on_unimplemented(
    message = "the clock tells no `{Self}`",
    label = "`auto_now` and `auto_now_add` fill in a date, a time or both",
    note = "write a type of chrono: `DateTime<Utc>`, `NaiveDateTime` (of UTC), `NaiveDate` or `NaiveTime`"
)]
pub trait Now {
    /// What it is now, by UTC.
    fn now() -> Self;
}

#[cfg(feature = "chrono")]
mod of_chrono {
    use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, SubsecRound, Utc};

    use super::Now;

    /// Databases keep microseconds: with nanoseconds the row in memory would be another than the
    /// one that was written.
    fn now() -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }

    impl Now for DateTime<Utc> {
        fn now() -> Self {
            now()
        }
    }
    impl Now for NaiveDateTime {
        fn now() -> Self {
            now().naive_utc()
        }
    }
    impl Now for NaiveDate {
        fn now() -> Self {
            now().date_naive()
        }
    }
    impl Now for NaiveTime {
        fn now() -> Self {
            now().time()
        }
    }
}
