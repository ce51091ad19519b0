"""Hypothesis strategies: outward and inward codes of every proper shape."""

from __future__ import annotations

from hypothesis import strategies as st

letters = st.sampled_from("ABCDEFGHJKLMNPQRSTUWYZ")
digits = st.sampled_from("123456789")
outwards = st.one_of(
    st.builds("".join, st.tuples(letters, digits)),
    st.builds("".join, st.tuples(letters, digits, digits)),
    st.builds("".join, st.tuples(letters, digits, letters)),
    st.builds("".join, st.tuples(letters, letters, digits)),
    st.builds("".join, st.tuples(letters, letters, digits, digits)),
    st.builds("".join, st.tuples(letters, letters, digits, letters)),
)
inwards = st.builds("".join, st.tuples(st.sampled_from("0123456789"), letters, letters))
