//! So do comparisons.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(
        Album.filter(
            title
                == subquery(
                    Track
                        .filter(album_id == outer(id))
                        .values_list(milliseconds)
                )
        )
    );
}
