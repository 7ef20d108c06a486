//! Names: snake_case to CamelCase and back, and the hash by which a name becomes a type.

use syn::Ident;

/// The identifier's text without `r#`.
pub(crate) fn plain(ident: &Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").unwrap_or(&text).to_owned()
}

/// `unit_price` → `UnitPrice`.
pub(crate) fn camel(name: &str) -> String {
    name.split('_')
        .filter(|part| !part.is_empty())
        .flat_map(|part| {
            let mut chars = part.chars();
            let first = chars.next().into_iter().flat_map(char::to_uppercase);
            first.chain(chars).collect::<Vec<_>>()
        })
        .collect()
}

/// `MediaType` → `media_type`.
pub(crate) fn snake(name: &str) -> String {
    let mut out = String::new();
    for (at, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && at > 0 {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

/// The hash of a name, as `orm_core::path::hash` computes it (FNV-1a).
pub(crate) fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The hash of an identifier's name.
pub(crate) fn hash_of(ident: &Ident) -> u64 {
    hash(&plain(ident))
}

#[cfg(test)]
mod tests {
    use super::{camel, hash, snake};

    #[test]
    fn cases() {
        assert_eq!(camel("unit_price"), "UnitPrice");
        assert_eq!(camel("artist"), "Artist");
        assert_eq!(snake("MediaType"), "media_type");
        assert_eq!(snake("Album"), "album");
    }

    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash("a"), 0xaf63_dc4c_8601_ec8c);
    }
}
