"""What the machine is asked for: private files, threads of their own, libraries kept quiet. Imports nothing above."""
