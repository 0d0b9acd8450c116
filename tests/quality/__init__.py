"""Measures cleaning as a whole, on damage made with exact gold."""
