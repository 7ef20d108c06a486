//! The pause before a transaction is run again.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// About 10 ms before the first repetition, twice that before each further one, up to about
/// a second; each between the half and one and a half of it, so that two transactions that
/// met do not meet again.
pub(super) fn length(repetition: u32) -> Duration {
    let whole = (10_000_u64 << repetition.min(7)).min(1_000_000);
    let random = RandomState::new().hash_one(repetition);
    Duration::from_micros(whole / 2 + random % whole)
}

/// Waits without a runtime: a thread sleeps and wakes the task.
#[cfg(feature = "async")]
pub(super) async fn wait(length: Duration) {
    use std::sync::{Arc, Mutex, PoisonError};
    use std::task::{Poll, Waker};

    /// `None`: over.
    type Waiting = Mutex<Option<Option<Waker>>>;
    let waiting: Arc<Waiting> = Arc::new(Mutex::new(Some(None)));
    let over = waiting.clone();
    let thread = std::thread::Builder::new().spawn(move || {
        std::thread::sleep(length);
        let waker = over.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(waker) = waker.flatten() {
            waker.wake();
        }
    });
    if thread.is_err() {
        return; // No thread is to be had: no pause then.
    }
    std::future::poll_fn(move |context| {
        match &mut *waiting.lock().unwrap_or_else(PoisonError::into_inner) {
            None => Poll::Ready(()),
            Some(waker) => {
                *waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn pauses_grow_and_differ() {
        for repetition in 0..40 {
            let whole = (10_u128 << repetition.min(7)).min(1_000);
            for _ in 0..20 {
                let millis = length(repetition).as_millis();
                assert!(
                    millis >= whole / 2 && millis <= whole * 3 / 2,
                    "{millis} of {whole}"
                );
            }
        }
        assert!((0..20).map(|_| length(3)).any(|other| other != length(3)));
    }
}
