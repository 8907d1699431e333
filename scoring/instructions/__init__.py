"""Text in a resume that is addressed to a screening system instead of a reader: found, left out, and reported."""

from scoring.instructions.finding import Instruction, instructions_in, without_instructions

__all__ = ["Instruction", "instructions_in", "without_instructions"]
