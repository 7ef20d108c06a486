//! SQLite, on its own connection.

#[allow(dead_code, reason = "not every case of servers has one here")]
#[path = "sync.rs"]
mod driver;
#[path = "full_disk.rs"]
mod full_disk;

pub type Conn = diesel::SqliteConnection;
pub const NAME: &str = "sync";
