//! What people do: press, slash, submit, say.
