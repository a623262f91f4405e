"""The question bank: topics, questions and their versions, looked at, cited, exchanged."""
