//! `condition! { pub fn in_stock(min: i32) for Book = stock >= min && !hidden }`: a condition
//! with a name. It becomes a function that gives a value, which is asked for the condition at
//! the path where it is used.

use proc_macro2::{Group, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, Ident, Lifetime, Token, Type, TypePath, Visibility};

use crate::diag::Diags;
use crate::names;
use crate::queryset::{condition_of, is_fixed};
use crate::runtime;

/// One named condition.
struct Condition {
    attrs: Vec<Attribute>,
    vis: Visibility,
    name: Ident,
    args: Punctuated<Arg, Token![,]>,
    /// A name, an alias, or what a trait says: `<T as Shop>::Article`.
    model: TypePath,
    body: Expr,
}

/// `min: i32`.
struct Arg {
    name: Ident,
    ty: Type,
}

impl Parse for Arg {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Token![self]) || input.peek(Token![&]) {
            return Err(
                input.error("a condition takes values: what it is asked of stands after `for`")
            );
        }
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        Ok(Self {
            name,
            ty: input.parse()?,
        })
    }
}

impl Parse for Condition {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        input.parse::<Token![fn]>()?;
        let name: Ident = input.parse()?;
        if input.peek(Token![<]) {
            return Err(input.error("a named condition has no type parameters"));
        }
        let content;
        syn::parenthesized!(content in input);
        let args = content.parse_terminated(Arg::parse, Token![,])?;
        if input.peek(Token![->]) {
            return Err(input.error(format!(
                "a named condition says whose rows it is about: `fn {name}(…) for Model = …`"
            )));
        }
        input.parse::<Token![for]>()?;
        let model = input.parse()?;
        if input.peek(syn::token::Brace) {
            return Err(input
                .error("the condition stands after `=`, without braces: `for Model = price > 3`"));
        }
        input.parse::<Token![=]>()?;
        let body = input.parse()?;
        Ok(Self {
            attrs,
            vis,
            name,
            args,
            model,
            body,
        })
    }
}

/// All conditions of one call.
struct Conditions(Vec<Condition>);

impl Parse for Conditions {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut all = vec![input.parse()?];
        while !input.is_empty() {
            input.parse::<Token![;]>()?;
            if !input.is_empty() {
                all.push(input.parse()?);
            }
        }
        Ok(Self(all))
    }
}

/// The macro.
pub(crate) fn condition(input: TokenStream) -> TokenStream {
    if input.is_empty() {
        return syn::Error::new(
            Span::call_site(),
            "a named condition is written `condition! { pub fn in_stock(min: i32) for Book = stock >= min }`",
        )
        .into_compile_error();
    }
    match syn::parse2::<Conditions>(input) {
        Ok(Conditions(all)) => all.iter().map(function).collect(),
        Err(error) => error.into_compile_error(),
    }
}

fn function(condition: &Condition) -> TokenStream {
    let orm = runtime::private(None);
    let Condition {
        attrs,
        vis,
        name,
        args,
        model,
        body,
    } = condition;
    let mut diags = Diags::default();
    let mut lifetimes = Lifetimes::default();
    let types: Vec<TokenStream> = args
        .iter()
        .map(|arg| {
            if let Type::ImplTrait(ty) = &arg.ty {
                diags.over(
                    &ty.impl_token,
                    "a named condition's arguments have types that can be written out",
                );
            }
            lifetimes.name(arg.ty.to_token_stream())
        })
        .collect();
    let names: Vec<&Ident> = args.iter().map(|arg| &arg.name).collect();
    let fields = runtime::own("__fields");
    let lowered = condition_of(body, &fields, &mut diags);
    if let Some(errors) = diags.into_tokens() {
        // The name exists all the same, so that its uses are not errors as well.
        return quote! {
            #errors
            #[allow(unused_variables)]
            #vis fn #name(#(#names: #types),*) -> #orm::NoCondition { #orm::NoCondition }
        };
    }
    let lifetimes = lifetimes.0;
    // The user's types are named beside it, and a model may be called as the condition is.
    let held = format!("__{}", names::camel(&names::plain(name)));
    let (held, path, at) = (
        Ident::new(&held, Span::mixed_site()),
        runtime::own("P"),
        Span::mixed_site().located_at(body.span()),
    );
    let model_at = Span::mixed_site().located_at(model.span());
    let on = quote_spanned!(model_at=> #orm::ConditionOf<#model>);
    let lowered = quote_spanned!(at=> #orm::condition(#lowered));
    // One that is always the same can be a default scope, and says so.
    let fixed = args.is_empty() && is_fixed(body);
    let (and_fixed, fixed) = if fixed {
        (
            quote!(+ #orm::FixedCondition),
            quote!(impl #orm::FixedCondition for #held {}),
        )
    } else {
        (TokenStream::new(), TokenStream::new())
    };
    quote! {
        #(#attrs)*
        #vis fn #name<#(#lifetimes),*>(#(#names: #types),*) -> impl #on #and_fixed + use<#(#lifetimes),*> {
            struct #held<#(#lifetimes),*> { #(#names: #types),* }
            #[diagnostic::do_not_recommend]
            impl<#(#lifetimes),*> #on for #held<#(#lifetimes),*> {
                type Itself = Self;
                fn itself(self) -> Self { self }
                fn at<#path: #orm::Path<Model = #model, Scope = #orm::InRow>>(
                    self,
                    #fields: <#model as #orm::Model>::Fields<#path>,
                ) -> impl #orm::AnyCondition {
                    let #held { #(#names),* } = self;
                    #lowered
                }
            }
            #fixed
            #held { #(#names),* }
        }
    }
}

/// Names for the lifetimes that the arguments' types leave out: a struct holds the arguments,
/// and there each needs one.
#[derive(Default)]
struct Lifetimes(Vec<Lifetime>);

impl Lifetimes {
    fn next(&mut self, at: Span) -> Lifetime {
        let name = format!("'__a{}", self.0.len());
        let lifetime = Lifetime::new(&name, Span::mixed_site().located_at(at));
        self.0.push(lifetime.clone());
        lifetime
    }

    fn name(&mut self, tokens: TokenStream) -> TokenStream {
        let mut named = TokenStream::new();
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match &token {
                TokenTree::Punct(punct) if punct.as_char() == '&' => {
                    let said = matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '\'');
                    let span = punct.span();
                    named.extend([token]);
                    if !said {
                        self.next(span).to_tokens(&mut named);
                    }
                }
                TokenTree::Punct(punct) if punct.as_char() == '\'' => match tokens.next() {
                    Some(TokenTree::Ident(word)) if word == "_" => {
                        self.next(word.span()).to_tokens(&mut named);
                    }
                    word => {
                        let mut tick = Punct::new('\'', Spacing::Joint);
                        tick.set_span(punct.span());
                        named.extend([TokenTree::Punct(tick)]);
                        named.extend(word);
                    }
                },
                TokenTree::Group(group) => {
                    let mut inner = Group::new(group.delimiter(), self.name(group.stream()));
                    inner.set_span(group.span());
                    named.extend([TokenTree::Group(inner)]);
                }
                _ => named.extend([token]),
            }
        }
        named
    }
}
