//! Moderation: asking what is wrong with a content ([`moderation`]), the word list inside the chat service
//! ([`local`]) and the word libraries of the cloud ([`cloud`]).

pub mod cloud;
pub mod local;
pub mod moderation;
