//! A TCP proxy in front of a server, which fails on demand.
//!
//! It knows no protocol: it sees a statement by words of its text as they pass.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What happens to the connection on which a statement with certain words is sent.
#[derive(Clone, Copy)]
pub enum Fault {
    /// The statement gets lost, and the connection with it.
    Cut,
    /// The statement is run; after so many bytes of the answer the connection is cut.
    CutAfter(usize),
    /// The statement gets lost, and nothing comes back: the connection stays open.
    Silence,
    /// Nothing is read from the client any more: its data is not taken in.
    Deaf,
    /// The statement comes late.
    Delay(Duration),
}

pub struct Proxy {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    server: String,
    trap: Mutex<Option<(String, Fault)>>,
    refusing: AtomicBool,
    closed: AtomicBool,
    links: Mutex<Vec<Arc<Link>>>,
}

/// A client's connection, and the one to the server.
struct Link {
    client: TcpStream,
    server: TcpStream,
    /// Nothing is passed on any more.
    silent: AtomicBool,
    /// So many bytes are passed to the client before the cut.
    left: AtomicUsize,
}

impl Link {
    fn cut(&self) {
        for side in [&self.client, &self.server] {
            // It may be closed already.
            drop(side.shutdown(Shutdown::Both));
        }
    }
}

impl Proxy {
    /// In front of this server, `host:port`.
    pub fn new(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            server: server.to_owned(),
            trap: Mutex::new(None),
            refusing: AtomicBool::new(false),
            closed: AtomicBool::new(false),
            links: Mutex::new(Vec::new()),
        });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || accepting.accept(&listener));
        Self { port, shared }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// The next statement with these words meets this fault; statements after it do not.
    pub fn on(&self, words: &str, fault: Fault) {
        *self.shared.trap.lock().unwrap() = Some((words.to_owned(), fault));
    }

    /// Whether the last fault has come to pass.
    pub fn happened(&self) -> bool {
        self.shared.trap.lock().unwrap().is_none()
    }

    /// Cuts all connections that there are.
    pub fn cut_all(&self) {
        for link in self.shared.links.lock().unwrap().drain(..) {
            link.cut();
        }
    }

    /// Whether new connections are closed at once.
    pub fn refuse(&self, refusing: bool) {
        self.shared.refusing.store(refusing, Ordering::SeqCst);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::SeqCst);
        self.cut_all();
        // Wakes the thread that accepts.
        drop(TcpStream::connect(("127.0.0.1", self.port)));
    }
}

impl Shared {
    fn accept(self: Arc<Self>, listener: &TcpListener) {
        for client in listener.incoming() {
            if self.closed.load(Ordering::SeqCst) {
                return;
            }
            let (Ok(client), false) = (client, self.refusing.load(Ordering::SeqCst)) else {
                continue;
            };
            let Ok(server) = TcpStream::connect(&self.server) else {
                continue;
            };
            for side in [&client, &server] {
                side.set_nodelay(true).unwrap();
            }
            let link = Arc::new(Link {
                client,
                server,
                silent: AtomicBool::new(false),
                left: AtomicUsize::new(usize::MAX),
            });
            self.links.lock().unwrap().push(Arc::clone(&link));
            let (shared, up) = (Arc::clone(&self), Arc::clone(&link));
            thread::spawn(move || shared.to_server(&up));
            thread::spawn(move || to_client(&link));
        }
    }

    /// Passes on what the client sends, until a statement meets its fault.
    fn to_server(&self, link: &Link) {
        let mut seen = Vec::new();
        let mut buffer = [0; 1 << 14];
        while let Ok(n @ 1..) = (&link.client).read(&mut buffer) {
            if link.silent.load(Ordering::SeqCst) {
                continue;
            }
            // Words may come in two pieces: the end of the last one is looked at again.
            seen.drain(..seen.len().saturating_sub(64));
            seen.extend_from_slice(&buffer[..n]);
            match self.fault(&seen) {
                Some(Fault::Cut) => break,
                Some(Fault::Silence) => {
                    link.silent.store(true, Ordering::SeqCst);
                    continue;
                }
                Some(Fault::Deaf) => return,
                Some(Fault::CutAfter(bytes)) => link.left.store(bytes, Ordering::SeqCst),
                Some(Fault::Delay(time)) => thread::sleep(time),
                None => {}
            }
            if (&link.server).write_all(&buffer[..n]).is_err() {
                break;
            }
        }
        link.cut();
    }

    /// The fault whose words these bytes hold. It happens once.
    fn fault(&self, bytes: &[u8]) -> Option<Fault> {
        self.trap
            .lock()
            .unwrap()
            .take_if(|(words, _)| bytes.windows(words.len()).any(|at| at == words.as_bytes()))
            .map(|(_, fault)| fault)
    }
}

/// Passes on what the server sends.
fn to_client(link: &Link) {
    let mut buffer = [0; 1 << 14];
    while let Ok(n @ 1..) = (&link.server).read(&mut buffer) {
        if link.silent.load(Ordering::SeqCst) {
            continue;
        }
        let left = link.left.load(Ordering::SeqCst);
        if (&link.client).write_all(&buffer[..n.min(left)]).is_err() || left < n {
            break;
        }
        if left < usize::MAX {
            link.left.store(left - n, Ordering::SeqCst);
        }
    }
    link.cut();
}
