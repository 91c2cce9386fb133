"""The pages by what people come to do."""
