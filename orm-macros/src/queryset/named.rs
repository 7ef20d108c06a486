//! Conditions with a name, `in_stock(3)`, and conditions behind a to-one relation,
//! `book.matches(in_stock(3))`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprMethodCall, Ident};

use super::{Lower, orm};

impl Lower {
    /// `in_stock(3)`: a function that gives a condition. All of it is Rust.
    pub(super) fn named_condition(&mut self, call: &ExprCall, fields: &Ident) -> TokenStream {
        if !matches!(&*call.func, Expr::Path(_)) {
            return self.error(
                &call.func,
                "the name of a condition goes here: `in_stock(3)`",
            );
        }
        let span = Span::mixed_site().located_at(call.span());
        let named = orm("named_condition", call.span());
        let fields = Ident::new(&fields.to_string(), span);
        let condition = orm("condition_of", call.span());
        quote_spanned!(span=> #named(#fields.__at(), #condition(#fields.__at(), #call)))
    }

    /// `book.matches(condition)`: there is such a row, and it meets the condition.
    pub(super) fn matches(&mut self, call: &ExprMethodCall, fields: &Ident) -> TokenStream {
        let [condition] = &call.args.iter().collect::<Vec<_>>()[..] else {
            return self.error(
                &call.method,
                "`matches` takes one condition: join them by `&&`",
            );
        };
        let span = call.receiver.span();
        let walk = orm(if self.in_aggregate { "each" } else { "to_one" }, span);
        let path = self.path(&call.receiver, fields);
        let inner = self.place("f");
        let condition = self.condition(condition, &inner);
        let matches = orm("matches", call.method.span());
        quote!((#inner = #walk(#path), #matches(#inner.__at(), #condition)).1)
    }
}
