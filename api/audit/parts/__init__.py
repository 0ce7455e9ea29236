"""What a service tells, one file for each group of questions: each asks and says where the answer is not the node's."""
