//! A proxy before PostgreSQL that makes the way long, and tells what goes by.
//!
//! It takes one connection after another and hands on what each side sends, some time later:
//! the latency of a network, without a network's privileges. Whole messages of the protocol
//! are seen on the way, so that a test can ask in which order statements and answers came.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// What went by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// The client asked for a statement to be prepared.
    Prepare,
    /// The client ran a statement.
    Run,
    /// The server's answer to one of these was let go.
    Answer,
}

/// A proxy that runs until it is dropped.
pub struct Proxy {
    port: u16,
    log: Arc<Log>,
    task: JoinHandle<()>,
}

impl Proxy {
    /// Listens on a port of its own, and hands on to `server` with a delay each way.
    pub async fn new(server: String, delay: Duration) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let log = Arc::new(Log::default());
        let shared = Arc::clone(&log);
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (server, log) = (server.clone(), Arc::clone(&shared));
                tokio::spawn(async move {
                    // A side that hangs up ends the connection.
                    let _ = carry(client, &server, delay, &log).await;
                });
            }
        });
        Ok(Self { port, log, task })
    }

    /// The port in place of the server's.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What went by since the last time.
    pub fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut self.log.lock().seen)
    }

    /// Holds answers back, the first until the client has asked the first of these numbers of
    /// times from now on, the second until the second, and so on.
    #[allow(dead_code, reason = "for the tests, which count and do not measure")]
    pub fn hold(&self, until: &[usize]) {
        let mut log = self.log.lock();
        log.asked = 0;
        log.until = until.iter().copied().collect();
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[derive(Default)]
struct Log {
    entries: Mutex<Entries>,
    asked: Notify,
}

#[derive(Default)]
struct Entries {
    seen: Vec<Seen>,
    asked: usize,
    until: VecDeque<usize>,
}

impl Log {
    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().expect("no one panics with the log")
    }

    fn ask(&self, seen: &[Seen]) {
        let mut entries = self.lock();
        entries.seen.extend(seen);
        entries.asked += seen.len();
        self.asked.notify_one();
    }

    async fn answer(&self, seen: &[Seen]) {
        let until = {
            let mut entries = self.lock();
            let count = seen.len().min(entries.until.len());
            entries.until.drain(..count).max().unwrap_or(0)
        };
        while self.lock().asked < until {
            self.asked.notified().await;
        }
        self.lock().seen.extend(seen);
    }
}

/// How often the client waited for an answer before it could go on: the runs of requests
/// between answers.
pub fn round_trips(seen: &[Seen]) -> usize {
    let asks = |seen: &Seen| *seen != Seen::Answer;
    let starts = |pair: &[Seen]| !asks(&pair[0]) && asks(&pair[1]);
    usize::from(seen.first().is_some_and(asks))
        + seen.windows(2).filter(|pair| starts(pair)).count()
}

async fn carry(client: TcpStream, server: &str, delay: Duration, log: &Log) -> io::Result<()> {
    let server = TcpStream::connect(server).await?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let ask = one_way(&mut from_client, &mut to_server, delay, log, true);
    let answer = one_way(&mut from_server, &mut to_client, delay, log, false);
    tokio::try_join!(ask, answer)?;
    Ok(())
}

/// Reads on while what was read waits: the way is long, not narrow.
async fn one_way(
    from: &mut (impl AsyncReadExt + Unpin),
    to: &mut (impl AsyncWriteExt + Unpin),
    delay: Duration,
    log: &Log,
    asks: bool,
) -> io::Result<()> {
    let mut waiting: VecDeque<(Instant, Vec<u8>)> = VecDeque::new();
    let mut timer: Option<JoinHandle<()>> = None;
    let mut messages = Messages::new(asks);
    let mut buffer = vec![0; 1 << 16];
    loop {
        if let (None, Some((due, _))) = (&timer, waiting.front()) {
            timer = Some(wait_until(*due));
        }
        tokio::select! {
            read = from.read(&mut buffer) => {
                let bytes = &buffer[..read?];
                if bytes.is_empty() {
                    return to.shutdown().await;
                }
                // What the client asks is seen when it asks.
                if asks {
                    log.ask(&messages.in_these(bytes));
                }
                waiting.push_back((Instant::now() + delay, bytes.to_vec()));
            }
            () = done(&mut timer), if timer.is_some() => {
                timer = None;
                if let Some((_, bytes)) = waiting.pop_front() {
                    // What the server answers is seen when it is let go.
                    if !asks {
                        log.answer(&messages.in_these(&bytes)).await;
                    }
                    to.write_all(&bytes).await?;
                }
            }
        }
    }
}

/// On a thread: the runtime's own timer counts whole milliseconds, and would make two of one.
fn wait_until(due: Instant) -> JoinHandle<()> {
    tokio::task::spawn_blocking(move || {
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
    })
}

async fn done(timer: &mut Option<JoinHandle<()>>) {
    if let Some(timer) = timer {
        // A timer that the end of the program stops has nothing to wake.
        let _ = timer.await;
    }
}

/// Cuts a stream of bytes into messages: a tag, a length that counts itself, the rest.
struct Messages {
    asks: bool,
    /// The first message of a client has no tag.
    untagged: bool,
    bytes: Vec<u8>,
}

impl Messages {
    fn new(asks: bool) -> Self {
        Self {
            asks,
            untagged: asks,
            bytes: Vec::new(),
        }
    }

    /// What ends in these bytes.
    fn in_these(&mut self, bytes: &[u8]) -> Vec<Seen> {
        let mut seen = Vec::new();
        self.bytes.extend_from_slice(bytes);
        let mut at = 0;
        loop {
            let tag = usize::from(!self.untagged);
            let rest = &self.bytes[at..];
            let Some(length) = rest.get(tag..tag + 4) else {
                break;
            };
            let length = u32::from_be_bytes([length[0], length[1], length[2], length[3]]) as usize;
            if rest.len() < tag + length {
                break;
            }
            seen.extend(match (self.asks, rest[0]) {
                _ if self.untagged => None,
                (true, b'P') => Some(Seen::Prepare),
                (true, b'E' | b'Q') => Some(Seen::Run),
                (false, b'Z') => Some(Seen::Answer),
                _ => None,
            });
            self.untagged = false;
            at += tag + length;
        }
        self.bytes.drain(..at);
        seen
    }
}
