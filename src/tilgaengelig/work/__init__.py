"""Takes an order and sees it through: one flow for every visit, whoever runs it."""
